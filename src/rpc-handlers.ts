/** What does the work of each rpc and action of the loaded modules that is not a protocol operation. */

import type { RpcHandler, RpcHandlers } from "./operations/invoke.js";
import type { ConnectedSouthbound } from "./southbound/connect.js";
import { cliOperation } from "./vpp-api/cli.js";

export interface RpcHandlerParts {
  readonly southbound: ConnectedSouthbound;
}

/** By schema path. Register a handler here; the start refuses paths that the schema does not have. */
export function createRpcHandlers({ southbound }: RpcHandlerParts): RpcHandlers {
  return new Map<string, RpcHandler>([["/sweetcomb-vpp-cli:cli", cliOperation(() => southbound.vpp)]]);
}
