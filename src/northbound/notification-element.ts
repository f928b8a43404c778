/** Namespace of the envelope of notifications (RFC 5277). */
export const NOTIFICATION = "urn:ietf:params:xml:ns:netconf:notification:1.0";

/**
 * An event in its XML envelope (RFC 5277 2.2.1, RFC 8040 6.4).
 * @param notification the notification's element
 */
export function notificationElement(timeMs: number, notification: Uint8Array): Buffer {
  const time = new Date(timeMs).toISOString();
  const start = `<notification xmlns="${NOTIFICATION}"><eventTime>${time}</eventTime>`;
  return Buffer.concat([Buffer.from(start), notification, Buffer.from("</notification>")]);
}
