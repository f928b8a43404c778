/** The inside hosts of NAT44 that have sessions now. */

import { Nat44EiUserDump, type Nat44UserDetails, Nat44UserDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../../src/southbound/translator.js";
import { formatIp4 } from "../../ip/addresses.js";
import { vrfName } from "../vrf.js";

export type Nat44Host = Nat44UserDetails;

/** All of them, each once: VPP lists a host for every worker that has sessions of it. */
export async function nat44Hosts(
  { vpp }: Pick<TranslatorContext, "vpp">,
  plugin: "nat44-ed" | "nat44-ei",
): Promise<readonly Nat44Host[]> {
  const hosts = new Map<string, Nat44Host>();
  for await (const found of plugin === "nat44-ed" ? vpp.dump(Nat44UserDump) : vpp.dump(Nat44EiUserDump)) {
    const key = `${found.vrfId} ${formatIp4(found.ipAddress)}`;
    const before = hosts.get(key);
    hosts.set(key, {
      ...found,
      nsessions: found.nsessions + (before?.nsessions ?? 0),
      nstaticsessions: found.nstaticsessions + (before?.nstaticsessions ?? 0),
    });
  }
  return [...hosts.values()];
}

/** The YANG list `host`: those with the most sessions first, and not more than so many. */
export function busiestHosts(context: TranslatorContext, hosts: readonly Nat44Host[], most: number) {
  const sessionsOf = ({ nsessions, nstaticsessions }: Nat44Host) => nsessions + nstaticsessions;
  return [...hosts]
    .sort((one, other) => sessionsOf(other) - sessionsOf(one))
    .slice(0, most)
    .map(({ ipAddress, vrfId, nsessions, nstaticsessions }) => ({
      vrf: vrfName(context, "ipv4", vrfId) ?? String(vrfId),
      "inside-address": formatIp4(ipAddress),
      sessions: nsessions,
      "static-sessions": nstaticsessions,
    }));
}
