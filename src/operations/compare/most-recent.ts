/** Transaction ids of what differs between two datastores (draft-ietf-netconf-transaction-id 3.11). */

import type { Datastores } from "../../datastore/datastores.js";
import { enter } from "../../datastore/stamps/stamps.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import type { DatastoreName, TxidMechanism } from "../operation.js";
import { schemaPathOfTarget } from "../subscriptions/edit-target.js";
import { moved, type Place, type TxidView } from "../txid/decorate.js";
import { UNKNOWN } from "../txid/mechanism.js";
import { txidView } from "../txid/views.js";
import type { DataEdit } from "./list-entries.js";

/** Members of an edit of the patch. */
export type MostRecentOf = (edit: DataEdit) => Readonly<Record<string, unknown>>;

/** The views of one datastore: by time it is seen which of two ids is the more recent. */
interface Views {
  readonly times: TxidView;
  readonly asked: ReadonlyMap<TxidMechanism, TxidView>;
}

/** Nothing is told of datastores that have no ids. Run it before the datastores are read: ids are never newer than data. */
export async function mostRecent(
  datastores: Datastores,
  compared: readonly DatastoreName[],
  mechanisms: readonly TxidMechanism[],
  isPrivate: boolean,
): Promise<MostRecentOf> {
  if (mechanisms.length === 0) return () => ({});
  const views = await Promise.all(compared.map((name) => viewsOf(datastores, name, mechanisms, isPrivate)));
  const known = views.filter((view) => view !== undefined);
  return (edit) => {
    const steps = versionedSteps(edit, datastores.stamps.schema);
    const [latest] = known
      .map((view) => ({ view, time: view.times.txidOf(placeAt(steps, view.times)) }))
      .sort((one, other) => (recency(other.time) > recency(one.time) ? 1 : -1));
    if (latest === undefined) return {};
    const ids = Array.from(latest.view.asked, ([mechanism, view]) => [
      `${mechanism}-value`,
      view.txidOf(placeAt(steps, view)),
    ]);
    return { "ietf-netconf-txid-nmda-compare:most-recent": Object.fromEntries(ids) };
  };
}

async function viewsOf(
  datastores: Datastores,
  name: DatastoreName,
  mechanisms: readonly TxidMechanism[],
  isPrivate: boolean,
): Promise<Views | undefined> {
  const viewOf = (mechanism: TxidMechanism) => txidView(datastores, name, mechanism, isPrivate);
  const times = await viewOf("last-modified");
  const asked = await Promise.all(mechanisms.map(async (mechanism) => [mechanism, await viewOf(mechanism)] as const));
  if (times === undefined) return undefined;
  return { times, asked: new Map(asked.flatMap(([mechanism, view]) => (view ? [[mechanism, view]] : []))) };
}

/** What is not committed yet is newer than any time. */
function recency(time: string): string {
  return time === UNKNOWN ? "~" : time;
}

function placeAt(steps: readonly string[], { root }: TxidView): Place {
  return moved(root, (cursor) => steps.reduce(enter, cursor));
}

/** The container or list entry that an edit is of; what that stands in when it is deleted, or a leaf. */
function versionedSteps({ operation, target }: DataEdit, schema: SchemaTree): readonly string[] {
  const steps = target.split("/").slice(1);
  const kind = schema.byPath(schemaPathOfTarget(target))?.kind;
  const isVersioned = kind === "container" || kind === "list";
  const versioned = isVersioned && operation !== "delete" ? steps : steps.slice(0, -1);
  return versioned.flatMap((step) => {
    const [name = "", keys] = step.split("=");
    return keys === undefined ? [name] : [name, JSON.stringify(keys.split(",").map(decodeURIComponent))];
  });
}
