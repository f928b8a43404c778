/** An access control list read as a packet filter: the first entry that matches decides. */

import { BlockList } from "node:net";

export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: "tcp" | "udp" | "sctp" | "icmp";
  /** Destination port, of protocols that have any. */
  readonly port: number;
  /** Of TCP: what comes after the first packet of a connection has ACK set. Default: it is the first one. */
  readonly acknowledges?: boolean;
  /** Default: one of a client. */
  readonly sourcePort?: number;
}

const CLIENT_PORT = 40_000;

interface PortMatch {
  readonly operator?: string;
  readonly port?: number;
  readonly "lower-port"?: number;
  readonly "upper-port"?: number;
}

export interface Entry {
  readonly matches: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly actions: { readonly forwarding: string };
}

/** Whether the list lets the packet pass. What no entry matches is dropped. */
export function passes(entries: readonly Entry[], packet: Packet): boolean {
  return !verdict(entries, packet).endsWith(":drop");
}

/** Whether the list lets the packet pass and has VPP remember its flow. */
export function isRemembered(entries: readonly Entry[], packet: Packet): boolean {
  return verdict(entries, packet).endsWith(":accept-and-reflect");
}

function verdict(entries: readonly Entry[], packet: Packet): string {
  return entries.find(({ matches }) => isMatch(matches, packet))?.actions.forwarding ?? "none:drop";
}

/** Whether an address is in a prefix. */
export function isIn(prefix: string, address: string): boolean {
  const [network = "", length = ""] = prefix.split("/");
  const type = network.includes(":") ? "ipv6" : "ipv4";
  if (type !== (address.includes(":") ? "ipv6" : "ipv4")) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length), type);
  return list.check(address, type);
}

function isMatch(matches: Entry["matches"], packet: Packet): boolean {
  const family = packet.source.includes(":") ? "ipv6" : "ipv4";
  if ((matches.ipv4 !== undefined || matches.ipv6 !== undefined) && matches[family] === undefined) return false;
  const network = matches[family] ?? {};
  const source = network[`source-${family}-network`] as string | undefined;
  const destination = network[`destination-${family}-network`] as string | undefined;
  if (source !== undefined && !isIn(source, packet.source)) return false;
  if (destination !== undefined && !isIn(destination, packet.destination)) return false;
  if (network.protocol !== undefined && !(network.protocol === 132 && packet.protocol === "sctp")) return false;
  return (["tcp", "udp", "icmp"] as const).every((protocol) => {
    const match = matches[protocol];
    return match === undefined || (packet.protocol === protocol && hasHeader(match, packet));
  });
}

function hasHeader(match: Readonly<Record<string, unknown>>, packet: Packet): boolean {
  const { port, sourcePort = CLIENT_PORT, acknowledges = false } = packet;
  // The only flag that is asked for.
  if (match.flags !== undefined && !acknowledges) return false;
  if (match.type !== undefined) return false;
  return isAmong(match["source-port"], sourcePort) && isAmong(match["destination-port"], port);
}

function isAmong(ports: unknown, port: number): boolean {
  if (ports === undefined) return true;
  const wanted = ports as PortMatch;
  if (wanted.operator === "eq") return port === wanted.port;
  return port >= wanted["lower-port"]! && port <= wanted["upper-port"]!;
}
