/** /ietf-subscribed-notifications:streams and :subscriptions (RFC 8639 3.1, 3.3). */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { EventLog } from "../events/event-log.js";
import { streams } from "../events/streams.js";
import type { Subscription } from "../subscriptions/subscription.js";
import type { Subscriptions } from "../subscriptions/subscriptions.js";
import { describeTerms, TXID_MODULE, timeText } from "../subscriptions/terms.js";
import { askedMembers } from "../txid/asked-mechanisms.js";

export function subscriptionsState(events: EventLog, subscriptions: Subscriptions): StateProvider {
  return {
    topLevel: ["ietf-subscribed-notifications:streams", "ietf-subscribed-notifications:subscriptions"],
    read: async () => {
      const subscription = [...subscriptions.all()].map(subscriptionEntry);
      return {
        "ietf-subscribed-notifications:streams": { stream: streams.map((stream) => streamEntry(stream, events)) },
        ...(subscription.length > 0 && { "ietf-subscribed-notifications:subscriptions": { subscription } }),
      };
    },
  };
}

function streamEntry({ name, description }: (typeof streams)[number], { createdMs, agedMs }: EventLog) {
  return {
    name,
    description,
    "replay-support": [null],
    "replay-log-creation-time": timeText(createdMs),
    ...(agedMs !== undefined && { "replay-log-aged-time": timeText(agedMs) }),
  };
}

function subscriptionEntry({ id, terms, parts, counters, state }: Subscription) {
  const { owner, session, transportMembers } = parts;
  return {
    id,
    ...describeTerms(terms),
    ...askedMembers(terms.txids, TXID_MODULE),
    ...transportMembers,
    receivers: {
      receiver: [
        {
          name: owner.kind === "session" ? `${session.user} in session ${owner.id}` : session.user,
          "sent-event-records": String(counters.sent),
          "excluded-event-records": String(counters.excluded),
          state,
        },
      ],
    },
  };
}
