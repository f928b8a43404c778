/** One subscription while it lives: what it was established with, how it is doing, and its notifications in order (RFC 8639 2.4.1). */

import type { EncodedEvent } from "../events/encoded-event.js";
import type { Session } from "../management.js";
import type { Format } from "../operation.js";
import { Bell } from "./bell.js";
import type { Source, Taken } from "./source.js";
import { describeTerms, type Terms } from "./terms.js";

/** Whose it is: a NETCONF session's, and ends with it; or a user's of RESTCONF, and ends with the connection that reads it. */
export type Owner =
  | { readonly kind: "session"; readonly id: number }
  | { readonly kind: "user"; readonly user: string };

export interface SubscriptionParts {
  readonly id: number;
  readonly owner: Owner;
  /** In whose name data is read. */
  readonly session: Session;
  readonly clock: () => number;
  /** A notification of ietf-subscribed-notifications, in the protocol's text. */
  readonly encode: (name: string, content: Readonly<Record<string, unknown>>, format: Format) => Promise<Uint8Array>;
  /** Told what has kept the source from telling anything. */
  readonly onFailure: (failure: unknown) => void;
  /** Called once when it is over. */
  readonly onEnd: (subscription: Subscription) => void;
  /** Members that the transport adds to what describes the subscription, such as its URI. */
  readonly transportMembers: Readonly<Record<string, unknown>>;
}

interface Announcement {
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
}

export class Subscription {
  readonly bell = new Bell();
  readonly counters = { sent: 0, excluded: 0 };
  #announcements: Announcement[] = [];
  #state: "active" | "suspended" = "active";
  #isOver = false;
  #isRead = false;
  #terms: Terms;
  #source: Source;

  constructor(
    readonly parts: SubscriptionParts,
    terms: Terms,
    /** Makes what gives the notifications. It may ring the bell whenever there is something to take. */
    open: (terms: Terms, ring: () => void) => Source,
  ) {
    this.#terms = terms;
    this.#source = open(terms, () => this.bell.ring());
  }

  get id(): number {
    return this.parts.id;
  }

  get terms(): Terms {
    return this.#terms;
  }

  get state(): "active" | "suspended" {
    return this.#state;
  }

  /** Whether somebody reads the notifications. */
  get isRead(): boolean {
    return this.#isRead;
  }

  get source(): Source {
    return this.#source;
  }

  /** Goes on under other terms. */
  modify(terms: Terms, source: Source): void {
    this.#source.close();
    this.#terms = terms;
    this.#source = source;
    this.bell.ring();
  }

  /** Tells the subscriber that the terms are others, where it was not the subscriber who has changed them (RFC 8639 2.7.2). */
  announceModified(): void {
    this.#announce("subscription-modified", { ...describeTerms(this.#terms), ...this.parts.transportMembers });
  }

  /** Ends the subscription and tells the subscriber why (RFC 8639 2.7.3). */
  terminate(reason: string): void {
    if (this.#isOver) return;
    this.#announcements = [];
    this.#announce("subscription-terminated", { reason });
    this.end();
  }

  /** Ends the subscription without a word. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#source.close();
    this.bell.ring();
    this.parts.onEnd(this);
  }

  /** The notifications until the end. There is one reader. */
  async *notifications(): AsyncGenerator<EncodedEvent> {
    this.#isRead = true;
    try {
      for (;;) {
        const announced = this.#announcements.shift();
        if (announced !== undefined) yield await this.#encode(announced);
        else if (this.#isOver) return;
        else yield* this.#takeOne();
      }
    } finally {
      this.end();
    }
  }

  /** At most one notification, or a wait for the next. */
  async *#takeOne(): AsyncGenerator<EncodedEvent> {
    const taken = await this.#take();
    switch (taken?.kind) {
      case undefined:
        if (this.#hasReachedStop()) return this.end();
        return this.bell.wait(this.#delayMs());
      case "excluded":
        this.counters.excluded++;
        return;
      case "replay-completed":
        return this.#announce("replay-completed", {});
      case "suspended":
        if (this.#state === "active") this.#announce("subscription-suspended", { reason: taken.reason });
        this.#state = "suspended";
        return;
      case "notification":
        if (this.#state === "suspended") yield await this.#encode({ name: "subscription-resumed", content: {} });
        this.#state = "active";
        this.counters.sent++;
        yield taken.event;
    }
  }

  /** A source that fails suspends the subscription; when it is due again it may do better. */
  async #take(): Promise<Taken | undefined> {
    try {
      return await this.#source.take();
    } catch (failure) {
      this.parts.onFailure(failure);
      return { kind: "suspended", reason: "ietf-subscribed-notifications:insufficient-resources" };
    }
  }

  #announce(name: string, content: Announcement["content"]): void {
    this.#announcements.push({ name, content });
    this.bell.ring();
  }

  async #encode({ name, content }: Announcement): Promise<EncodedEvent> {
    const { encode, clock, id } = this.parts;
    const timeMs = clock();
    return { timeMs, bytes: await encode(name, { id, ...content }, this.#terms.encoding) };
  }

  #hasReachedStop(): boolean {
    const { stopTimeMs } = this.#terms;
    return stopTimeMs !== undefined && this.parts.clock() >= stopTimeMs;
  }

  #delayMs(): number | undefined {
    const dues = [this.#terms.stopTimeMs, this.#source.dueMs].filter((due) => due !== undefined);
    return dues.length === 0 ? undefined : Math.min(...dues) - this.parts.clock();
  }
}
