/** Namespace of the envelope of notifications (RFC 5277). */
export const NOTIFICATION = "urn:ietf:params:xml:ns:netconf:notification:1.0";

interface Notification {
  readonly timeMs: number;
  /** The notification's element. */
  readonly bytes: Uint8Array;
}

/** What was made, for as long as somebody has the event: many subscribers get the same. */
const elements = new WeakMap<Notification, Buffer>();

/**
 * An event in its XML envelope (RFC 5277 2.2.1, RFC 8040 6.4).
 */
export function notificationElement(event: Notification): Buffer {
  const known = elements.get(event);
  if (known !== undefined) return known;
  const element = encodeElement(event);
  elements.set(event, element);
  return element;
}

function encodeElement({ timeMs, bytes: notification }: Notification): Buffer {
  const time = new Date(timeMs).toISOString();
  const start = `<notification xmlns="${NOTIFICATION}"><eventTime>${time}</eventTime>`;
  return Buffer.concat([Buffer.from(start), notification, Buffer.from("</notification>")]);
}
