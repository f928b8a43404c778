/** The subscriptions that exist now, and what they share. */

import type { OperationContext } from "../context.js";
import type { EncodedEvent } from "../events/encoded-event.js";
import type { Session } from "../management.js";
import { ConfigurationFeed } from "./configuration-feed.js";
import { OnChangeSource } from "./on-change-source.js";
import { openSource } from "./open-source.js";
import { ChangeTexts } from "./push-texts.js";
import { StateFeed, watchedState } from "./state-feed.js";
import { type Owner, Subscription } from "./subscription.js";
import { subscriptionError } from "./subscription-error.js";
import type { Terms } from "./terms.js";

/** How many there may be at a time. */
const MOST_SUBSCRIPTIONS = 5000;
/** How long a subscription of RESTCONF waits for the connection that reads it. */
const UNREAD_TIMEOUT_MS = 60_000;

/** Where RESTCONF reads a subscription (RFC 8650 3.1). */
function subscriptionUri(id: number): string {
  return `/restconf/subscriptions/${id}`;
}

export class Subscriptions {
  readonly #live = new Map<number, Subscription>();
  readonly configurationFeed: ConfigurationFeed;
  readonly stateFeed: StateFeed;
  readonly changeTexts: ChangeTexts;
  #lastId = 0;

  constructor(
    { datastores, events }: Pick<OperationContext, "datastores" | "events">,
    readonly context: () => OperationContext,
  ) {
    this.changeTexts = new ChangeTexts(datastores.engine, () => context().schema);
    this.configurationFeed = new ConfigurationFeed(context);
    this.stateFeed = new StateFeed(context);
    datastores.followers.push(this.configurationFeed, this.stateFeed);
    let told = events.last;
    events.watch(() => {
      const news = events.after(told);
      told = events.last;
      if (news.some(({ path }) => watchedState.has(path))) this.stateFeed.trigger();
    });
  }

  /** Throws insufficient-resources when there are too many. */
  establish(session: Session, terms: Terms): Subscription {
    if (this.#live.size >= MOST_SUBSCRIPTIONS) {
      throw subscriptionError("insufficient-resources", `There are ${this.#live.size} subscriptions already`);
    }
    const id = ++this.#lastId;
    const context = this.context();
    const subscriber = subscriberOf(session);
    const subscription = new Subscription(
      {
        id,
        owner: ownerFor(session),
        session: subscriber,
        clock: context.events.clock,
        encode: async (name, content, format) => {
          const path = `/ietf-subscribed-notifications:${name}`;
          return (await context.datastores.engine.encodeNotification(path, content, format, undefined))!;
        },
        onFailure: (failure) =>
          context.datastores.log.warn({ err: failure, subscription: id }, "nothing could be told"),
        onEnd: () => this.#live.delete(id),
        transportMembers: isNetconf(session)
          ? {}
          : { "ietf-restconf-subscribed-notifications:uri": subscriptionUri(id) },
      },
      terms,
      (agreed, ring) => openSource(context, { id, session: subscriber, terms: agreed, ring }),
    );
    this.#live.set(id, subscription);
    if (!isNetconf(session)) setTimeout(() => endUnread(subscription), UNREAD_TIMEOUT_MS).unref();
    return subscription;
  }

  get(id: number): Subscription | undefined {
    return this.#live.get(id);
  }

  all(): Iterable<Subscription> {
    return this.#live.values();
  }

  /** The subscription if it is the session's to change (RFC 8639 2.4.3, RFC 8650 3.4); throws no-such-subscription. */
  ownedBy(session: Session, id: number): Subscription {
    const subscription = this.#live.get(id);
    if (subscription === undefined || !isOwner(subscription.parts.owner, session)) throw noSuchSubscription(id);
    return subscription;
  }

  /** The notifications for a connection of RESTCONF; undefined when the user has no such subscription, "in-use" when it is read already. */
  read(user: string, id: number, signal: AbortSignal): AsyncGenerator<EncodedEvent> | "in-use" | undefined {
    const subscription = this.#live.get(id);
    if (subscription === undefined || !isUser(subscription.parts.owner, user)) return undefined;
    if (subscription.isRead) return "in-use";
    const notifications = subscription.notifications();
    signal.addEventListener("abort", () => subscription.end());
    return notifications;
  }

  /**
   * Who may read what is another. Subscribers of changes are told everything anew, as far as they may read it now: so what
   * they may not read any more is gone for them, too (RFC 8641 3.9).
   */
  accessChanged(): void {
    const { recoveryUser } = this.context().permissions;
    for (const { source, parts } of this.#live.values()) {
      if (source instanceof OnChangeSource && parts.session.user !== recoveryUser) source.resync();
    }
  }

  /** Ends what a session has subscribed to. */
  endOf(session: Session): void {
    for (const subscription of [...this.#live.values()]) {
      const { owner } = subscription.parts;
      if (owner.kind === "session" && owner.id === session.id) subscription.end();
    }
  }
}

export function noSuchSubscription(id: number) {
  return subscriptionError("no-such-subscription", `There is no subscription ${id} here`);
}

/** A request of RESTCONF is over before the first notification: what the subscription reads does not end with it. */
function subscriberOf(session: Session): Session {
  return isNetconf(session) ? session : { ...session, gone: undefined };
}

function ownerFor(session: Session): Owner {
  return isNetconf(session) ? { kind: "session", id: session.id } : { kind: "user", user: session.user };
}

function isOwner(owner: Owner, session: Session): boolean {
  return owner.kind === "session" ? owner.id === session.id : !isNetconf(session) && isUser(owner, session.user);
}

function isUser(owner: Owner, user: string): boolean {
  return owner.kind === "user" && owner.user === user;
}

function isNetconf({ transport }: Session): boolean {
  return transport.startsWith("netconf-");
}

function endUnread(subscription: Subscription): void {
  if (!subscription.isRead) subscription.end();
}
