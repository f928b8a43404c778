/**
 * The ids of each datastore. All are made of stamps: those of running, and of the dynamic datastores.
 * Ids may be older than the data that is read after a view was made, and are never newer.
 */

import type { Datastores } from "../../datastore/datastores.js";
import { dynamicDatastores, dynamicName } from "../../datastore/dynamic/names.js";
import type { DynamicName } from "../../datastore/engine/protocol.js";
import { newNode, type Stamp, type StampCursor, Stamps } from "../../datastore/stamps/stamps.js";
import type { DatastoreName, TxidMechanism } from "../operation.js";
import type { Place, TxidView } from "./decorate.js";
import { documentTxid, joinedTxid, txidOf, UNKNOWN } from "./mechanism.js";
import { upToDate } from "./up-to-date.js";

/** Of what differs between candidate and running. */
const CHANGED: Stamp = { revision: Number.POSITIVE_INFINITY, timeMs: 0 };
const UNCHANGED: Stamp = { revision: -1, timeMs: 0 };

/** Undefined for a datastore that has no ids: what is no configuration, and the factory default. */
export async function txidView(
  datastores: Datastores,
  datastore: DatastoreName | "unified",
  mechanism: TxidMechanism,
  isPrivate: boolean,
): Promise<TxidView | undefined> {
  const dynamic = dynamicName(datastore);
  if (dynamic !== undefined) return dynamicView(datastores, dynamic, mechanism);
  switch (datastore) {
    case "running":
      return runningView(datastores, mechanism);
    case "candidate":
      return candidateView(datastores, mechanism, isPrivate);
    case "startup":
      return startupView(datastores, mechanism);
    case "intended":
      return intendedView(datastores, mechanism);
    default:
      return undefined;
  }
}

function runningView(datastores: Datastores, mechanism: TxidMechanism): TxidView {
  const { stamps, head } = datastores;
  const isKnown = upToDate(datastores, mechanism);
  return {
    root: [stamps.cursor()],
    attribute: `txid:${mechanism}`,
    // A commit that comes while the client reads is not in what it reads.
    txidOf: ([{ stamp }]) => txidOf(mechanism, stamp.revision > head.revision ? head : stamp),
    isUpToDate: (text, [{ stamp }]) => isKnown(text, stamp),
  };
}

async function candidateView(datastores: Datastores, mechanism: TxidMechanism, isPrivate: boolean): Promise<TxidView> {
  const running = runningView(datastores, mechanism);
  const changes = await changesIn(datastores.stamps, await datastores.engine.candidateLines(isPrivate));
  const isChanged = ([, changed]: Place) => changed?.stamp === CHANGED;
  return {
    ...running,
    root: [running.root[0], changes],
    txidOf: (place) => (isChanged(place) ? UNKNOWN : running.txidOf(place)),
    isUpToDate: (text, place) => !isChanged(place) && running.isUpToDate(text, place),
  };
}

/** Cost follows the edits of the candidate. */
async function changesIn({ schema }: Stamps, lines: Uint8Array): Promise<StampCursor> {
  const changes = new Stamps(schema, newNode(UNCHANGED, UNCHANGED));
  if (lines.length > 0) await changes.record(CHANGED, lines);
  return changes.cursor();
}

/** Startup is running at some revision; what running has changed since has the id of that revision. Or it is one document with one id. */
function startupView(datastores: Datastores, mechanism: TxidMechanism): TxidView {
  const { store, head } = datastores;
  const running = runningView(datastores, mechanism);
  const reference = store.record("startup") ?? { revision: 0 };
  if ("document" in reference) {
    const id = documentTxid(mechanism, reference.timeMs ?? 0);
    return { ...running, txidOf: () => id, isUpToDate: (text) => text === id };
  }
  const { revision } = reference;
  const saved =
    revision === head.revision ? head : { revision, timeMs: reference.timeMs ?? store.entry(revision)?.timeMs ?? 0 };
  const isSince = ([{ stamp }]: Place) => stamp.revision > revision;
  const id = txidOf(mechanism, saved);
  return {
    ...running,
    txidOf: (place) => (isSince(place) ? id : running.txidOf(place)),
    isUpToDate: (text, place) => (isSince(place) ? text === id : running.isUpToDate(text, place)),
  };
}

function dynamicView({ dynamicStamps }: Datastores, name: DynamicName, mechanism: TxidMechanism): TxidView {
  const cursor = dynamicStamps.of(name).cursor();
  const newest = cursor.stamp;
  const idOf = ([{ stamp }]: Place) => txidOf(mechanism, stamp.revision > newest.revision ? newest : stamp);
  return {
    root: [cursor],
    attribute: `txid:${mechanism}`,
    txidOf: idOf,
    isUpToDate: (text, place) => text === idOf(place),
  };
}

/** Running's ids, and beside them those of what dynamic datastores give at or below a node. */
function intendedView(datastores: Datastores, mechanism: TxidMechanism): TxidView {
  const running = runningView(datastores, mechanism);
  const dynamic = dynamicDatastores.map(({ name }) => dynamicView(datastores, name, mechanism));
  const givenIn = ([, ...places]: Place) =>
    dynamic.flatMap((view, index) => {
      const place: Place = [places[index]!];
      return place[0].stamp.revision > 0 ? [view.txidOf(place)] : [];
    });
  const idOf = (place: Place) => joinedTxid(mechanism, [running.txidOf(place), ...givenIn(place)]);
  return {
    ...running,
    root: [running.root[0], ...dynamic.map(({ root }) => root[0])],
    txidOf: idOf,
    isUpToDate: (text, place) => (givenIn(place).length === 0 ? running.isUpToDate(text, place) : text === idOf(place)),
  };
}
