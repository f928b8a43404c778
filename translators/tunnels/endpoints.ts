/** The outer addresses of tunnels: YANG's members, what VPP's messages take for them, and what its dumps say. */

import type { Address } from "vpp-binapi-ts/api";
import {
  type Claim,
  NotSupportedByVpp,
  type ObjectRef,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { missingForGroupsIn } from "../../src/vpp-limits/multicast-tables.js";
import { interfaces, type ListedInterface, NO_INTERFACE } from "../interfaces/interface.js";
import { address, type Family, familyOf, formatAddress } from "../ip/addresses.js";
import { ipTables } from "../routing/ip-table.js";

/** Groupings endpoints and multicast-endpoints of sweetcomb-tunnels. */
export interface Endpoints {
  readonly local: string;
  /** A multipoint tunnel has none. */
  readonly remote?: string;
  readonly vrf?: string;
  readonly "multicast-interface"?: string;
}

/** Both tables are dumped before tunnels, whose dumps name the VRF by its number. */
export const tablesRead = [ipTables.ipv4, ipTables.ipv6];

/** What must be there before the tunnel. */
export function endpointsDependOn({ local, vrf, "multicast-interface": group }: Endpoints): readonly ObjectRef[] {
  return [...vrfDependsOn(familyOf(local), vrf), ...(group === undefined ? [] : [interfaces.at({ name: group })])];
}

/**
 * The claim of a tunnel's ends.
 * @param kind and what else tells tunnels with the same ends apart, in words: "VXLAN", ["VNI 5", "port 4789"]
 */
export function endpointsClaim(
  kind: string,
  leaf: string,
  { local, remote = "many peers", vrf }: Endpoints,
  more: readonly string[] = [],
): Claim {
  const details = [...(vrf === undefined ? [] : [`VRF ${vrf}`]), ...more].join(", ");
  return { what: `${kind} tunnel from ${local} to ${remote}${details && ` (${details})`}`, leaf };
}

export function vrfDependsOn(family: Family, vrf: string | undefined): readonly ObjectRef[] {
  return vrf === undefined ? [] : [ipTables[family].at({ vrf })];
}

/** The endpoints in VPP's types. `remote` is all zeros for a multipoint tunnel. */
export function encodeEndpoints(context: TranslatorContext, endpoints: Endpoints) {
  const { local, remote, vrf, "multicast-interface": group } = endpoints;
  const family = familyOf(local);
  return {
    local: address(local),
    remote: address(remote ?? (family === "ipv6" ? "::" : "0.0.0.0")),
    tableId: tableIdOf(context, family, vrf),
    mcastSwIfIndex: group === undefined ? NO_INTERFACE : context.handleOf(interfaces.at({ name: group })),
  };
}

/** Throws NotSupportedByVpp for a tunnel to a group in a VRF where VPP would not outlive it. `member` is that of the tunnel. */
export async function requireTableOfGroup(
  context: TranslatorContext,
  { local, vrf, "multicast-interface": group }: Endpoints,
  member: string,
): Promise<void> {
  if (group === undefined || vrf === undefined) return;
  const family = familyOf(local);
  const missing = await missingForGroupsIn(context.vpp, family === "ipv6", tableIdOf(context, family, vrf));
  if (missing !== undefined) throw new NotSupportedByVpp(`${member}/vrf`, missing);
}

/** Number of the table of a VRF; that of the default one is 0. */
export function tableIdOf({ handleOf }: TranslatorContext, family: Family, vrf: string | undefined): number {
  return vrf === undefined ? 0 : handleOf(ipTables[family].at({ vrf }));
}

export interface DumpedEndpoints {
  readonly local: Address;
  readonly remote: Address;
  readonly tableId: number;
  readonly mcastSwIfIndex?: number;
}

/** The endpoints in a dump, in YANG's members. */
export function decodeEndpoints(
  context: TranslatorContext,
  listed: ReadonlyMap<number, ListedInterface>,
  { local, remote, tableId, mcastSwIfIndex = NO_INTERFACE }: DumpedEndpoints,
): Required<Pick<Endpoints, "local" | "remote">> & Endpoints {
  const text = formatAddress(local);
  const group = listed.get(mcastSwIfIndex)?.name;
  return {
    local: text,
    remote: formatAddress(remote),
    ...vrfMember(context, familyOf(text), tableId),
    ...(group !== undefined && { "multicast-interface": group }),
  };
}

/** The leaf vrf for the number of a table: none for the default one. */
export function vrfMember({ keyOf }: TranslatorContext, family: Family, tableId: number): { readonly vrf?: string } {
  const vrf = tableId === 0 ? undefined : keyOf(ipTables[family], tableId)?.vrf;
  return vrf === undefined ? {} : { vrf };
}
