import type { EncodedEvent } from "../../operations/events/subscribe.js";
import { NOTIFICATION } from "./namespaces.js";

/** An event in its envelope (RFC 5277 2.2.1). */
export function encodeNotification({ timeMs, bytes }: EncodedEvent): Buffer {
  const time = new Date(timeMs).toISOString();
  const start = `<notification xmlns="${NOTIFICATION}"><eventTime>${time}</eventTime>`;
  return Buffer.concat([Buffer.from(start), bytes, Buffer.from("</notification>")]);
}
