import { type ApiMessage, headOf } from "vpp-binapi-ts";
import type { MessageName } from "./protocol.js";

/** A described message as the main thread sends or receives it. */
export function messageName(message: ApiMessage): MessageName {
  return { name: message.name, crc: message.crc, head: headOf(message).head };
}
