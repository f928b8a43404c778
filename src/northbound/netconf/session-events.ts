/** The subscriptions of a NETCONF session: what they deliver goes out between the replies. */

import { ManagementError } from "../../errors/management-error.js";
import type { EncodedEvent } from "../../operations/events/encoded-event.js";
import { sendTogether } from "./send-together.js";

type Events = AsyncGenerator<EncodedEvent>;

export interface SessionEventsOptions {
  /** Sends <notification>s, behind what is being sent. */
  readonly send: (notifications: readonly Buffer[]) => Promise<void>;
  readonly sent: (count: number) => void;
  /** A subscription has come to its end. */
  readonly ended: () => void;
  /** Nothing can be sent any more; what is subscribed to is to end. */
  readonly failed: (error: unknown) => void;
}

/** A subscription of RFC 5277, or any number of RFC 8639. Their events begin behind the reply (RFC 8640 5): see `begin`. */
export class SessionEvents {
  #isSubscribed = false;
  #established = 0;
  /** Those that begin behind the next reply. */
  #waiting: { readonly events: Events; readonly onEnd: () => void }[] = [];

  constructor(readonly options: SessionEventsOptions) {}

  get areAwaited(): boolean {
    return this.#isSubscribed || this.#established > 0;
  }

  /** Throws when the session cannot have a subscription of RFC 5277 now. */
  checkSubscribe(): void {
    if (this.#isSubscribed) throw alreadySubscribed();
    if (this.#established > 0) throw mixedSubscriptions();
  }

  /** RFC 5277 2.1. */
  subscribe(events: Events): void {
    this.#isSubscribed = true;
    this.#waiting.push({ events, onEnd: () => (this.#isSubscribed = false) });
  }

  /** RFC 8639 2.4.2. */
  deliver(events: Events): void {
    if (this.#isSubscribed) throw mixedSubscriptions();
    this.#established++;
    this.#waiting.push({ events, onEnd: () => this.#established-- });
  }

  /** The reply is out: what was subscribed to meanwhile begins. */
  begin(): void {
    for (const { events, onEnd } of this.#waiting.splice(0)) void this.#send(events, onEnd);
  }

  async #send(events: Events, onEnd: () => void): Promise<void> {
    const { send, sent, ended, failed } = this.options;
    const sendSome = async (notifications: readonly Buffer[]) => {
      try {
        await send(notifications);
        sent(notifications.length);
      } catch (error) {
        failed(error);
      }
    };
    try {
      await sendTogether(events, sendSome);
      onEnd();
      ended();
    } catch (error) {
      failed(error);
    }
  }
}

function alreadySubscribed(): ManagementError {
  const message = "This session has a subscription already (RFC 5277 2.1.1)";
  return new ManagementError("operation-failed", { type: "protocol", message });
}

/** RFC 8639 1.4: a session has subscriptions of the one kind or of the other. */
function mixedSubscriptions(): ManagementError {
  const message = "A session has subscriptions of RFC 5277 or of RFC 8639, and not of both";
  return new ManagementError("operation-not-supported", { type: "protocol", message });
}
