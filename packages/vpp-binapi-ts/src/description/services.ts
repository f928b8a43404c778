import type { Head } from "../codec/message.js";
import type { ApiDescription, ApiField, ApiMessage, ApiService } from "./model.js";

/** What a message is for, and what it brings with it. */
export type MessageRole =
  | { readonly kind: "request"; readonly reply: string | null; readonly events: readonly string[] }
  | { readonly kind: "dump"; readonly details: string }
  | { readonly kind: "cursor"; readonly details: string; readonly reply: string }
  | { readonly kind: "reply" }
  | { readonly kind: "event" };

/** Finds the role of each message from the services that VPP declares. */
export function messageRoles(description: ApiDescription): (message: ApiMessage) => MessageRole {
  const services = new Map<string, ApiService>();
  const events = new Set<string>();
  for (const service of description.modules.flatMap((module) => module.services)) {
    services.set(service.request, service);
    for (const event of service.events) events.add(event);
  }
  return (message) => {
    const service = services.get(message.name);
    if (service !== undefined) return requestRole(service);
    const { head } = headOf(message);
    // Details that are declared as events carry a context, as all that answers a request.
    const isEvent = head === "clientIndex" || (head === "none" && events.has(message.name));
    return { kind: isEvent ? "event" : "reply" };
  };
}

/** What stands before the fields of a message, and the fields. Both follow from the description; nothing is assumed. */
export function headOf(message: ApiMessage): { readonly head: Head; readonly fields: readonly ApiField[] } {
  const [, first, second] = message.fields.map(({ name }) => name);
  if (first === "client_index" && second === "context")
    return { head: "clientIndexAndContext", fields: message.fields.slice(3) };
  if (first === "client_index") return { head: "clientIndex", fields: message.fields.slice(2) };
  if (first === "context") return { head: "context", fields: message.fields.slice(2) };
  return { head: "none", fields: message.fields.slice(1) };
}

/** The head that messages of a kind usually have. */
export function usualHead(kind: MessageRole["kind"]): Head {
  if (kind === "reply") return "context";
  return kind === "event" ? "clientIndex" : "clientIndexAndContext";
}

function requestRole(service: ApiService): MessageRole {
  const { reply, stream, streamMessage, events } = service;
  // gre_tunnel_dump_v2 of VPP 26.06 is declared with a reply, which never comes, and its details as an event.
  const details = events.find((event) => /_details(_v\d+)?$/.test(event));
  if (details !== undefined) return { kind: "dump", details };
  if (reply !== null && streamMessage !== undefined) return { kind: "cursor", details: streamMessage, reply };
  if (reply !== null && stream) return { kind: "dump", details: reply };
  return { kind: "request", reply, events };
}
