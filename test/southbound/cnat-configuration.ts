/** Pieces of configuration for connection tracking NAT. */

import type { Configuration } from "../translators/test-bed.js";
import type * as a from "./configurations.js";

export function cnat(more: a.Member): Configuration {
  return { "sweetcomb-cnat:cnat": more };
}

export function service(address: string, ...translation: readonly a.Member[]): a.Member {
  return { address, ...(translation.length > 0 && { translation }) };
}

export function port(protocol: string, number: number, more: a.Member, ...backends: readonly string[]): a.Member {
  const backend = backends.map((text) => {
    const at = text.lastIndexOf(":");
    return { address: text.slice(0, at), port: Number(text.slice(at + 1)) };
  });
  return { protocol, port: number, ...more, ...(backend.length > 0 && { backend }) };
}
