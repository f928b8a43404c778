/** From terms to what gives the notifications. */

import type { OperationContext } from "../context.js";
import { mayReceiveEvent } from "../events/event-texts.js";
import type { Session } from "../management.js";
import type { TxidMechanism } from "../operation.js";
import { txidView } from "../txid/views.js";
import type { WatchedDatastore } from "./configuration-feed.js";
import { type NodePath, parseNodePath } from "./node-path.js";
import { OnChangeSource } from "./on-change-source.js";
import { PeriodicSource } from "./periodic-source.js";
import { pushUpdate, type Txids } from "./push-texts.js";
import { readSelection } from "./read-selection.js";
import type { Source } from "./source.js";
import { StreamSource } from "./stream-source.js";
import type { DatastoreTarget, Filter, StreamTarget, Terms, Trigger } from "./terms.js";

/** An update that is bigger is not sent. */
const MOST_UPDATE_BYTES = 64 * 1024 * 1024;

export interface OpenSource {
  readonly id: number;
  /** In whose name data is read. */
  readonly session: Session;
  readonly terms: Terms;
  readonly ring: () => void;
  /** A stream that goes on under other terms: number of the last event that was looked at. */
  readonly goOnBehind?: number | undefined;
}

export function openSource(context: OperationContext, open: OpenSource): Source {
  const { target } = open.terms;
  if (target.kind === "stream") return openStream(context, open, target);
  const { trigger } = target;
  return trigger.kind === "periodic"
    ? openPeriodic(context, open, target, trigger)
    : openOnChange(context, open, target, trigger);
}

function openStream(
  context: OperationContext,
  { session, terms, ring, goOnBehind }: OpenSource,
  { replayStartMs }: StreamTarget,
): Source {
  const { events, eventTexts } = context;
  const { encoding, filter, stopTimeMs } = terms;
  const isReplay = replayStartMs !== undefined && goOnBehind === undefined;
  return new StreamSource({
    events,
    encode: eventTexts.encoder(encoding, filter.select),
    mayReceive: (path) => mayReceiveEvent(context, session, path),
    from: goOnBehind ?? (replayStartMs === undefined ? events.last : events.positionAt(replayStartMs)),
    isReplay,
    stopTimeMs,
    ring,
  });
}

function openPeriodic(
  context: OperationContext,
  open: OpenSource,
  { datastore }: DatastoreTarget,
  { periodMs, anchorMs }: Extract<Trigger, { kind: "periodic" }>,
): Source {
  return new PeriodicSource({
    periodMs,
    anchorMs,
    clock: context.events.clock,
    read: () => readUpdate(context, open, datastore),
  });
}

function openOnChange(
  context: OperationContext,
  open: OpenSource,
  { datastore }: DatastoreTarget,
  trigger: Extract<Trigger, { kind: "on-change" }>,
): Source {
  const { id, session, terms, ring } = open;
  const { subscriptions, datastores } = context;
  // Counted anew after each push-update (RFC 8641 3.7).
  let patches = 0;
  const source = new OnChangeSource({
    ...trigger,
    clock: context.events.clock,
    ring,
    // No commit happens meanwhile: what was collected so far is in the update.
    readAll: (atThatMoment) =>
      datastores.queue.run(() => {
        atThatMoment();
        patches = 0;
        return readUpdate(context, open, datastore);
      }),
    encode: async (edits) => {
      const patch = { id: String(patches++), txids: await txidsNow(context, datastore, terms.txids) };
      return subscriptions.changeTexts.pushChangeUpdate(id, patch, edits, terms.encoding);
    },
    unwatch: () => unwatch(),
  });
  const unwatch =
    datastore === "operational"
      ? subscriptions.stateFeed.watch(session, terms.filter.select ?? [], source)
      : subscriptions.configurationFeed.watch(session, datastore as WatchedDatastore, pathsOf(terms.filter), source);
  return source;
}

/** Ids of the datastore when the commit that is told has ended. What is no configuration has none. */
async function txidsNow(
  { datastores }: OperationContext,
  datastore: DatastoreTarget["datastore"],
  mechanisms: readonly TxidMechanism[] = [],
): Promise<Txids> {
  if (mechanisms.length === 0) return {};
  return datastores.queue.run(async () => {
    const ids: Txids = {};
    for (const mechanism of mechanisms) {
      const view = await txidView(datastores, datastore, mechanism, false);
      if (view !== undefined) ids[`${mechanism}-value`] = view.txidOf(view.root);
    }
    return ids;
  });
}

/** Paths of a filter that `requireWatchable` has seen. */
function pathsOf({ select }: Filter): readonly NodePath[] | undefined {
  return select?.map((xpath) => parseNodePath(xpath)!);
}

async function readUpdate(
  context: OperationContext,
  { id, session, terms }: OpenSource,
  datastore: DatastoreTarget["datastore"],
): Promise<Uint8Array | undefined> {
  const contents = await readSelection(context, session, datastore, terms.filter.select, terms.encoding);
  return contents.length > MOST_UPDATE_BYTES ? undefined : pushUpdate(id, contents, terms.encoding);
}
