/** What the data plane cannot serve as the cluster has it: the server's own notifications, as troubles of the objects. */

import type { Event, EventLog } from "../operations/events/event-log.js";
import type { ObjectReference } from "./entry.js";
import type { Trouble } from "./trouble.js";

/** Kinds of the objects that the notifications speak of. */
const KIND_OF = {
  "/sweetcomb-service-proxy:service-trouble": "Service",
  "/sweetcomb-network-policy:policy-trouble": "Pod",
} as const;

/** Services without endpoints are everyday. */
const NOT_WORTH_AN_EVENT = ["no-endpoint"];

interface Content {
  readonly namespace?: string;
  readonly name?: string;
  readonly trouble?: readonly { readonly reason: string; readonly text: string }[];
}

/**
 * Calls back with all that is wrong with an object, whenever that changes.
 * @returns ends it
 */
export function followDerivedTroubles(
  events: Pick<EventLog, "last" | "after" | "watch">,
  tell: (of: ObjectReference, troubles: readonly Trouble[]) => void,
): () => void {
  let position = events.last;
  return events.watch(() => {
    for (const event of events.after(position)) {
      position = event.sequence;
      const kind = Object.hasOwn(KIND_OF, event.path) ? KIND_OF[event.path as keyof typeof KIND_OF] : undefined;
      if (kind === undefined) continue;
      const { namespace, name } = event.content as Content;
      const of = { kind, key: `${namespace}/${name}` } as const;
      tell(of, troublesOf(of, event));
    }
  });
}

function troublesOf(of: ObjectReference, { content }: Event): readonly Trouble[] {
  return ((content as Content).trouble ?? [])
    .filter(({ reason }) => !NOT_WORTH_AN_EVENT.includes(reason))
    .map(({ text }) => ({ of, reason: "NotExpressible", message: text }));
}
