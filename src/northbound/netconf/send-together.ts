/**
 * Notifications that are there at one time as one piece for the transport: SSH takes about as long to encrypt a packet of 300
 * bytes as one of 32 KiB, and a replay has thousands of them.
 */

import type { EncodedEvent } from "../../operations/events/encoded-event.js";
import { notificationElement } from "../notification-element.js";

/** No more than this waits to be sent; the events behind it are not taken yet. */
const MOST_BYTES = 32 * 1024;

/**
 * Takes events until they end and gives their elements to `send`, in order, one call after the other. Resolves when all are sent.
 * @param send does not reject: whoever sends sees to it that the events end when it cannot
 */
export async function sendTogether(
  events: AsyncIterable<EncodedEvent>,
  send: (elements: readonly Buffer[]) => Promise<void>,
): Promise<void> {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let sending: Promise<void> | undefined;
  const sendWaiting = async () => {
    // What comes in this turn of the event loop goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const elements = waiting;
      waiting = [];
      waitingBytes = 0;
      await send(elements);
    }
    sending = undefined;
  };
  for await (const event of events) {
    const element = notificationElement(event);
    waiting.push(element);
    waitingBytes += element.length;
    sending ??= sendWaiting();
    if (waitingBytes >= MOST_BYTES) await sending;
  }
  await sending;
}
