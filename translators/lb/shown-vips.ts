/**
 * What only VPP's command line tells of virtual addresses: packets, and what each application server has of the table and of the
 * flows. VPP's counters in the stats segment go by a number that no message gives.
 */

import { CliInband } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { address, formatAddress, formatPrefix, prefix } from "../ip/addresses.js";
import type { VipKey } from "./vips.js";

export interface ShownVip {
  /** Members of the state container `statistics`. */
  readonly statistics: Readonly<Record<string, string>>;
  /** By address. */
  readonly servers: ReadonlyMap<string, { readonly buckets: number; readonly flows: number }>;
}

export type ShownVips = ReadonlyMap<string, ShownVip>;

/** The virtual addresses that VPP shows, asked for once where a reader wants state; none where VPP has other words. */
export function showVips(context: TranslatorContext): Promise<ShownVips> {
  return context.oncePerRun("lb-shown-vips", async () => {
    if (!context.showsState) return new Map();
    const { reply } = await context.vpp.call(CliInband, { cmd: "show lb vips verbose" });
    return parseVips(reply);
  });
}

/** Under which a virtual address stands in `ShownVips`. */
export function shownName({ prefix, protocol, port }: VipKey): string {
  return `${prefix} ${protocol} ${port}`;
}

const protocolNames: Readonly<Record<string, string>> = { 6: "tcp", 17: "udp" };

const counterNames: Readonly<Record<string, string>> = {
  "packet from existing sessions": "known-flow-packets",
  "first session packet": "new-flow-packets",
  "untracked packet": "untracked-packets",
  "no server configured": "no-server-packets",
};

/** Reads the text of `show lb vips verbose`. Addresses that were removed are left out. */
export function parseVips(text: string): ShownVips {
  const found = new Map<string, ShownVip>();
  // Each begins with its encapsulation and number, at one blank: " ip4-gre4 [2] 203.0.113.0/24".
  for (const part of text.split(/^ (?=ip[46]-)/m)) {
    const head = /^\S+ \[\d+\] (\S+\/\d+)(.*)$/m.exec(part);
    if (head === null || head[2]?.includes("removed")) continue;
    const [, protocol = "", port = "0"] = /^ +protocol:(\d+) port:(\d+)$/m.exec(part) ?? [];
    const key = { prefix: formatPrefix(prefix(head[1]!)), protocol: protocolNames[protocol] ?? "any", port };
    found.set(shownName(key), { statistics: countersIn(part), servers: serversIn(part) });
  }
  return found;
}

function countersIn(part: string): Readonly<Record<string, string>> {
  const counters: Record<string, string> = {};
  for (const [, words = "", count = ""] of part.matchAll(/^ +([a-z ]+): (\d+)$/gm)) {
    const name = counterNames[words];
    if (name !== undefined) counters[name] = count;
  }
  return counters;
}

function serversIn(part: string): ShownVip["servers"] {
  const servers = new Map<string, { buckets: number; flows: number }>();
  for (const [, text = "", buckets, flows] of part.matchAll(/^ +(\S+) (\d+) buckets +(\d+) flows .* used$/gm)) {
    servers.set(formatAddress(address(text)), { buckets: Number(buckets), flows: Number(flows) });
  }
  return servers;
}
