/** What two descriptions of packets have in common. */

import { containsCidr } from "cidr-tools";
import type { Packets } from "./permits.js";

/** Undefined when no packet is meant by both. */
export function common(one: Packets, other: Packets): Packets | undefined {
  if (one.family !== other.family) return undefined;
  const prefix = commonPrefix(one.prefix, other.prefix);
  const services = commonServices(one, other);
  return prefix === false || services === undefined ? undefined : { family: one.family, prefix, ...services };
}

/** Protocol and ports that both mean; undefined when there are no such. */
export function commonServices(one: Packets, other: Packets): Pick<Packets, "protocol" | "ports"> | undefined {
  if (one.protocol === undefined) return { protocol: other.protocol, ports: other.ports };
  if (other.protocol === undefined) return { protocol: one.protocol, ports: one.ports };
  if (one.protocol !== other.protocol) return undefined;
  const { protocol } = one;
  if (one.ports === undefined || other.ports === undefined) return { protocol, ports: one.ports ?? other.ports };
  const [first, last] = [Math.max(one.ports[0], other.ports[0]), Math.min(one.ports[1], other.ports[1])];
  return first > last ? undefined : { protocol, ports: [first, last] };
}

/** Of two prefixes that meet one is in the other; false when they do not. */
function commonPrefix(one: string | undefined, other: string | undefined): string | undefined | false {
  if (one === undefined || one === other) return other;
  if (other === undefined || containsCidr(other, one)) return one;
  return containsCidr(one, other) && other;
}

/** Whether a prefix has an address in it. */
export function covers({ prefix }: Pick<Packets, "prefix">, address: string): boolean {
  return prefix === undefined || containsCidr(prefix, address);
}
