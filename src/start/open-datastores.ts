/** The datastores as the server starts with them. */

import { readFileSync } from "node:fs";
import { commitEdit } from "../datastore/commit.js";
import type { Datastores } from "../datastore/datastores.js";
import { serverAuthor } from "../datastore/edit.js";
import { Locks } from "../datastore/locks.js";
import type { Restored } from "../datastore/restore.js";
import { DynamicStamps } from "../datastore/stamps/dynamic-stamps.js";
import { WriteQueue } from "../datastore/write-queue.js";
import { projectRoot } from "./project-root.js";

type Foundations = Pick<Datastores, "engine" | "store" | "dynamic" | "southbound" | "objectPaths" | "log">;

/** Where nothing was ever committed, running and startup begin with the factory default. */
export async function openDatastores(
  foundations: Foundations,
  { revision, timeMs, stamps }: Restored,
): Promise<Datastores> {
  const clock = () => Date.now();
  const datastores: Datastores = {
    ...foundations,
    locks: new Locks(clock),
    queue: new WriteQueue(),
    log: foundations.log.child({ part: "datastore" }),
    clock,
    stamps,
    dynamicStamps: new DynamicStamps(stamps.schema, clock),
    head: { revision, timeMs },
    candidateConditions: new Map(),
    checks: [],
    followers: [],
    onCommitted: [],
  };
  if (revision === 0) await commitFactoryDefault(datastores);
  return datastores;
}

/** RFC 7951 JSON of the datastore factory-default (RFC 8808 3). */
export function factoryDefault(): Uint8Array {
  return readFileSync(new URL("yang/factory-default.json", projectRoot));
}

async function commitFactoryDefault(datastores: Datastores): Promise<void> {
  const content = { kind: "body", format: "json", bytes: factoryDefault(), parent: "" } as const;
  const options = { author: serverAuthor, comment: "factory default", updateStartup: true };
  await commitEdit(datastores, { kind: "replace-all", content }, undefined, options);
}
