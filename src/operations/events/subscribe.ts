/** create-subscription (RFC 5277 2.1.1) and the event streams of RESTCONF (RFC 8040 6): events as they come, or from the log. */

import { ManagementError } from "../../errors/management-error.js";
import type { OperationContext } from "../context.js";
import { faultOfFilter } from "../filters/fault-of-filter.js";
import type { Session } from "../management.js";
import type { Answer, Operation } from "../operation.js";
import type { EncodedEvent } from "./encoded-event.js";
import { mayReceiveEvent } from "./event-texts.js";
import { streams } from "./streams.js";

type Subscribe = Extract<Operation, { kind: "subscribe" }>;

/** Checks the parameters. The events begin with the first call of `next`; it ends at stop-time, or with the signal. */
export async function subscribe(context: OperationContext, session: Session, operation: Subscribe): Promise<Answer> {
  const { stream, select, startTimeMs, stopTimeMs, signal } = operation;
  const now = context.events.clock();
  if (streams.every(({ name }) => name !== stream)) {
    throw new ManagementError("invalid-value", { type: "protocol", message: `There is no stream "${stream}"` });
  }
  if (startTimeMs !== undefined && startTimeMs > now) {
    throw badTime("startTime", "The time from which events are replayed lies in the future");
  }
  if (stopTimeMs !== undefined && startTimeMs === undefined) {
    const message = "A stop time needs a start time";
    throw new ManagementError("missing-element", { type: "protocol", message, badElement: "startTime" });
  }
  if (stopTimeMs !== undefined && startTimeMs !== undefined && stopTimeMs <= startTimeMs) {
    throw badTime("stopTime", "A stop time lies behind the start time");
  }
  const fault = select && (await faultOfFilter(context, select));
  if (fault !== undefined) throw new ManagementError("invalid-value", { type: "protocol", message: fault });
  // Events between this moment and the first call of `next` belong to the subscription.
  const from = startTimeMs === undefined ? context.events.last : context.events.positionAt(startTimeMs);
  return {
    kind: "subscription",
    events: eventsFrom(context, session, operation, from, signal),
    format: operation.format,
  };
}

async function* eventsFrom(
  context: OperationContext,
  session: Session,
  operation: Subscribe,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<EncodedEvent> {
  const { events } = context;
  const { startTimeMs, stopTimeMs } = operation;
  const encode = context.eventTexts.encoder(operation.format, operation.select);
  const isOver = () => signal.aborted || (stopTimeMs !== undefined && events.clock() >= stopTimeMs);
  const replayedUntil = events.last;
  let position = from;
  let isReplay = startTimeMs !== undefined;
  for (;;) {
    for (const event of events.after(position)) {
      position = event.sequence;
      if (signal.aborted) return;
      if (stopTimeMs !== undefined && event.timeMs >= stopTimeMs) {
        // What else is in the log is behind the stop time, too.
        position = Math.max(position, replayedUntil);
        break;
      }
      const encoded = mayReceiveEvent(context, session, event.path) ? await encode(event) : undefined;
      if (encoded !== undefined) yield encoded;
      if (isReplay && position >= replayedUntil) break;
    }
    if (isReplay && position >= replayedUntil) {
      isReplay = false;
      yield await marker(context, operation, "replayComplete");
    }
    if (isOver()) break;
    await events.waitBehind(position, signal, stopTimeMs);
  }
  if (!signal.aborted) yield await marker(context, operation, "notificationComplete");
}

/** RFC 5277 3.3.1, 3.3.3: everybody may have them, and no filter holds them back. */
async function marker(
  { datastores, events }: OperationContext,
  { format }: Subscribe,
  name: "replayComplete" | "notificationComplete",
): Promise<EncodedEvent> {
  const bytes = await datastores.engine.encodeNotification(`/nc-notifications:${name}`, {}, format, undefined);
  return { timeMs: events.clock(), bytes: bytes! };
}

function badTime(badElement: string, message: string): ManagementError {
  return new ManagementError("bad-element", { type: "protocol", message, badElement });
}
