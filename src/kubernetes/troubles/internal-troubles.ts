/** Troubles of the same process. */

import type { OperationContext } from "../../operations/context.js";
import type { EventLog } from "../../operations/events/event-log.js";
import { STATES } from "./derived-troubles.js";
import type { TroubleListener } from "./trouble-listener.js";

/**
 * Tells the state as it is now, and every notification behind it.
 * @returns ends it
 */
export function followInternalTroubles(
  events: Pick<EventLog, "last" | "after" | "watch">,
  providers: OperationContext["stateProviders"],
  listener: TroubleListener,
): () => void {
  let position = events.last;
  let isOver = false;
  let unwatch: () => void = () => undefined;
  const tellNew = () => {
    for (const { sequence, path, content } of events.after(position)) {
      position = sequence;
      listener.notified(path.slice(1), content);
    }
  };
  const begin = async () => {
    const meant = providers.filter(({ topLevel }) => topLevel.some((name) => STATES.includes(name)));
    const documents = await Promise.all(meant.map((provider) => provider.read({})));
    if (isOver) return;
    listener.stateIs(Object.assign({}, ...documents));
    tellNew();
    unwatch = events.watch(tellNew);
  };
  void begin();
  return () => {
    isOver = true;
    unwatch();
  };
}
