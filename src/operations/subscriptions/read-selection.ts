/** What a subscription selects of a datastore, as its user may read it at this moment (RFC 8641 3.9). */

import { collect } from "../collect.js";
import type { OperationContext } from "../context.js";
import { getData } from "../get.js";
import type { Session } from "../management.js";
import type { DatastoreName, Format } from "../operation.js";

/** The selected nodes in the text of a protocol, without an envelope; "{}" or "" when there are none. */
export async function readSelection(
  context: OperationContext,
  session: Session,
  datastore: DatastoreName,
  select: readonly string[] | undefined,
  format: Format,
): Promise<Uint8Array> {
  return collect(await getData(context, session, { kind: "get-data", datastore, select, format }));
}

/** The same as RFC 7951 data. */
export async function readDocument(
  context: OperationContext,
  session: Session,
  datastore: DatastoreName,
  select: readonly string[] | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readSelection(context, session, datastore, select, "json");
  return bytes.length === 0 ? {} : JSON.parse(Buffer.from(bytes).toString());
}
