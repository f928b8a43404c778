/** The node that an action belongs to: it is looked for in operational (RFC 7950 7.15, RFC 8342 6.2). */

import { ManagementError } from "../errors/management-error.js";
import { ancestorPaths } from "../schema/instance-path.js";
import { collect } from "./collect.js";
import type { OperationContext } from "./context.js";
import type { Session } from "./management.js";
import { read } from "./read.js";

/** Throws data-missing where an action's node is not there. @param path instance path of the action */
export async function requireInstance(context: OperationContext, session: Session, path: string): Promise<void> {
  const parent = ancestorPaths(path).at(-1);
  if (parent === undefined) return;
  const reading = { datastore: "operational", format: "json", root: "target", content: "all" } as const;
  const answer = await read(context, session, { ...reading, select: [parent], depth: 1 });
  if (answer.kind !== "data") return;
  await collect(answer);
  if (answer.empty) throw new ManagementError("data-missing", { path: parent, message: `${parent} is not there` });
}
