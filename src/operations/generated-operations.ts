/** Port: rpcs and notifications whose modules are made while the server runs, and come and go. They are read and written by whoever brings them. */

import type { DescribedModule } from "../schema/described-module.js";
import type { RpcDocument } from "./management.js";
import type { Answer, Format, OperationInput } from "./operation.js";

export interface GeneratedOperations {
  /** Whether there is such an rpc now ("/module:rpc"). */
  has(path: string): boolean;
  /** Does the work. Throws ManagementError or ManagementErrors. */
  invoke(path: string, input: OperationInput | undefined, format: Format): Promise<Answer>;
  /** Reads an <rpc> whose operation is in this namespace; undefined when no module of theirs has it. */
  decodeRpc(bytes: Uint8Array, namespace: string): Promise<RpcDocument | undefined>;
  /**
   * A notification of one of their modules.
   * @param content as it was published
   * @param select XPaths of a filter; undefined wants all
   * @returns undefined when the filter selects nothing of it, or its module is there no more
   */
  encodeNotification(
    path: string,
    content: Readonly<Record<string, unknown>>,
    format: Format,
    select: readonly string[] | undefined,
  ): Promise<Uint8Array | undefined>;
  /** The text of one of their modules. */
  moduleText(name: string, revision: string | undefined, format: "yang" | "yin"): Promise<string | undefined>;
  /** The nodes of one of their modules. */
  describeModule(name: string): Promise<DescribedModule | undefined>;
}
