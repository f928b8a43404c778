/** The rpcs of RFC 8639 and RFC 8641. */

import type { OperationContext } from "../context.js";
import type { RpcCall, RpcHandler } from "../invoke.js";
import { OnChangeSource } from "./on-change-source.js";
import { openSource } from "./open-source.js";
import { modifiedTerms, requestedTerms } from "./requested-terms.js";
import { StreamSource } from "./stream-source.js";
import type { Subscription } from "./subscription.js";
import { subscriptionError } from "./subscription-error.js";
import { noSuchSubscription } from "./subscriptions.js";
import { type Terms, timeText } from "./terms.js";

const id = ({ input }: RpcCall) => Number(input.id);

/** establish-subscription (RFC 8639 2.4.2). */
export function establishSubscription(context: () => OperationContext): RpcHandler {
  return async (call) => {
    const { events, subscriptions } = context();
    const terms = await requestedTerms(context(), call, events.clock());
    const subscription = subscriptions.establish(call.session, terms);
    try {
      call.session.deliver?.(subscription.notifications());
    } catch (refused) {
      subscription.end();
      throw refused;
    }
    return {
      id: subscription.id,
      ...replayRevision(context(), terms),
      ...subscription.parts.transportMembers,
    };
  };
}

/** RFC 8639 2.4.2.1: told when the log does not go back as far as was asked. */
function replayRevision({ events }: OperationContext, { target }: Terms) {
  if (target.kind !== "stream" || target.replayStartMs === undefined) return {};
  const keptSinceMs = events.agedMs ?? events.createdMs;
  return target.replayStartMs < keptSinceMs ? { "replay-start-time-revision": timeText(keptSinceMs) } : {};
}

/** modify-subscription (RFC 8639 2.4.3). */
export function modifySubscription(context: () => OperationContext): RpcHandler {
  return async (call) => {
    const subscription = context().subscriptions.ownedBy(call.session, id(call));
    const terms = await modifiedTerms(context(), call, subscription.terms, context().events.clock());
    goOnWith(context(), subscription, terms);
    // The reply comes over another connection than the events: among them it is told from where on the new terms hold (RFC 8650 3.4).
    if (subscription.parts.owner.kind === "user") subscription.announceModified();
    return undefined;
  };
}

/** Puts a subscription under other terms where it stands. */
export function goOnWith(context: OperationContext, subscription: Subscription, terms: Terms): void {
  const { source, parts, bell } = subscription;
  const goOnBehind = source instanceof StreamSource ? source.position : undefined;
  const ring = () => bell.ring();
  subscription.modify(terms, openSource(context, { id: parts.id, session: parts.session, terms, ring, goOnBehind }));
}

/** delete-subscription (RFC 8639 2.4.4). */
export function deleteSubscription(context: () => OperationContext): RpcHandler {
  return async (call) => {
    context().subscriptions.ownedBy(call.session, id(call)).end();
    return undefined;
  };
}

/** kill-subscription (RFC 8639 2.4.5): anybody's. */
export function killSubscription(context: () => OperationContext): RpcHandler {
  return async (call) => {
    const subscription = context().subscriptions.get(id(call));
    if (subscription === undefined) throw noSuchSubscription(id(call));
    subscription.terminate("ietf-subscribed-notifications:no-such-subscription");
    return undefined;
  };
}

/** resync-subscription (RFC 8641 4.3.4). */
export function resyncSubscription(context: () => OperationContext): RpcHandler {
  return async (call) => {
    const { subscriptions } = context();
    const source = findOwned(subscriptions, call)?.source;
    if (!(source instanceof OnChangeSource)) {
      const message = `There is no subscription ${id(call)} here that could be resynchronised`;
      throw subscriptionError("no-such-subscription-resync", message);
    }
    source.resync();
    return undefined;
  };
}

function findOwned(subscriptions: OperationContext["subscriptions"], call: RpcCall): Subscription | undefined {
  try {
    return subscriptions.ownedBy(call.session, id(call));
  } catch {
    return undefined;
  }
}
