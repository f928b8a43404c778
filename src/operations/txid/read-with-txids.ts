/** Reads whose client asks for transaction ids, or knows some (draft-ietf-netconf-transaction-id 3.2, 3.3, 3.4). */

import { pathOfInstance } from "../../datastore/stamps/changed-paths.js";
import { enter } from "../../datastore/stamps/stamps.js";
import { parseInstancePath } from "../../schema/instance-path.js";
import type { OperationContext } from "../context.js";
import type { Session } from "../management.js";
import type { Answer, TxidRequest } from "../operation.js";
import { type Reading, read } from "../read.js";
import { decorate, moved, type Place, type TxidView } from "./decorate.js";
import { type KnownTxid, knownTree } from "./known-tree.js";
import { MATCH } from "./mechanism.js";
import { txidView } from "./views.js";

/**
 * Where a datastore has no ids it is read without. Cost: that of the read. Where all that is selected is as
 * the client knows it, nothing of its content is read.
 */
export async function readWithTxids(
  context: OperationContext,
  session: Session,
  reading: Reading,
  request: TxidRequest | undefined,
): Promise<Answer> {
  if (request === undefined) return read(context, session, reading);
  // Before the reading begins: ids may be older than the data, and never newer.
  const { usesPrivateCandidate = false } = session;
  const view = await txidView(context.datastores, reading.datastore, request.mechanism, usesPrivateCandidate);
  if (view === undefined) return read(context, session, reading);
  const client = knownTree(request.known);
  if (client.value !== undefined && view.isUpToDate(client.value, view.root)) {
    return { kind: "data", chunks: nothing(), empty: true, txid: { attribute: request.mechanism, value: MATCH } };
  }
  const matches = reading.page === undefined ? matchedSelection(reading.select, request.known, view) : undefined;
  const answer = await read(context, session, matches ? { ...reading, select: matches, depth: 1 } : reading);
  if (answer.kind !== "data") return answer;
  const txid = client.value === undefined ? undefined : view.txidOf(view.root);
  return {
    ...answer,
    chunks: decorate(answer.chunks, context.schema, view, client),
    txid: { attribute: request.mechanism, value: txid },
  };
}

/** The instances that the client knows as they are, when nothing else is selected; else undefined. */
function matchedSelection(
  select: readonly string[] | undefined,
  known: readonly KnownTxid[],
  view: TxidView,
): readonly string[] | undefined {
  if (select === undefined || select.length === 0) return undefined;
  const matches = known
    .filter(({ path, value }) => path !== "" && view.isUpToDate(value, placeOf(path, view)))
    .map(({ path }) => ({ path, steps: pathOfInstance(path) }));
  const chosen = select.map((xpath) => {
    const steps = parseInstancePath(xpath) && pathOfInstance(xpath);
    return steps && matches.find((match) => match.steps.every((step, index) => step === steps[index]))?.path;
  });
  return chosen.includes(undefined) ? undefined : [...new Set(chosen as string[])];
}

function placeOf(path: string, { root }: TxidView): Place {
  return moved(root, (cursor) => pathOfInstance(path).reduce(enter, cursor));
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
