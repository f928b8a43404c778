/** <hello>: both sides name their capabilities, the server the session (RFC 6241 8.1). */

import { ManagementError } from "../../errors/management-error.js";
import { escapeText } from "../xml-text.js";
import { parseControlDocument, type XmlElement } from "./control-document.js";
import type { Framing } from "./framing.js";
import { NETCONF_BASE } from "./namespaces.js";

const BASE_1_0 = "urn:ietf:params:netconf:base:1.0";
const PRIVATE_CANDIDATE = "urn:ietf:params:netconf:capability:private-candidate:1.0";
const BASE_1_1 = "urn:ietf:params:netconf:base:1.1";

/** The server's <hello>. Both base capabilities are always in it. */
export function encodeHello(capabilities: readonly string[], sessionId: number): Buffer {
  const all = new Set([BASE_1_0, BASE_1_1, ...capabilities]);
  const elements = [...all].map((uri) => `<capability>${escapeText(uri)}</capability>`);
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<hello xmlns="${NETCONF_BASE}">` +
      `<capabilities>${elements.join("")}</capabilities><session-id>${sessionId}</session-id></hello>`,
  );
}

/**
 * Capabilities of a client's <hello>.
 * @throws ManagementError when it is not one, names no capability, or gives a session-id (only a server may)
 */
export function decodeHello(message: Buffer): readonly string[] {
  const hello = parseControlDocument(message.toString("utf8"));
  if (!isBase(hello, "hello")) throw refused(`first message is <${hello.name}> and not <hello>`);
  if (hello.children.some((child) => isBase(child, "session-id"))) throw refused("hello of a client has a session-id");
  const capabilities = hello.children
    .filter((child) => isBase(child, "capabilities"))
    .flatMap((list) => list.children.filter((child) => isBase(child, "capability")))
    .map((capability) => capability.text);
  if (capabilities.length === 0) throw refused("hello has no capabilities");
  return capabilities;
}

/**
 * Framing of everything after the hellos: chunked when the client too has base:1.1 (RFC 6242 4.1).
 * @throws ManagementError when there is no base capability in common
 */
export function negotiateFraming(clientCapabilities: readonly string[]): Framing {
  // Parameters behind the URI of a version do not count (RFC 6241 8.1).
  const uris = clientCapabilities.map((capability) => capability.replace(/\?.*$/s, ""));
  if (uris.includes(BASE_1_1)) return "chunked";
  if (uris.includes(BASE_1_0)) return "end-of-message";
  throw refused("client has neither base:1.0 nor base:1.1");
}

/** Whether a client wants a candidate of its own (draft-ietf-netconf-privcand 4.5.2). */
export function hasPrivateCandidate(clientCapabilities: readonly string[]): boolean {
  return clientCapabilities.some((capability) => capability.replace(/\?.*$/s, "") === PRIVATE_CANDIDATE);
}

function isBase(element: XmlElement, name: string): boolean {
  return element.name === name && element.namespace === NETCONF_BASE;
}

function refused(message: string): ManagementError {
  return new ManagementError("operation-failed", { type: "protocol", message });
}
