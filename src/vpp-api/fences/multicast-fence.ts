/**
 * VPP 26.06 dies when paths are taken from a multicast route to which nobody has given any (mfib_entry_src_paths_remove), and when it lists
 * one with more paths than it counts in eight bits, behind which it writes (send_ip_mroute_details).
 */

import type { VppCaller } from "vpp-binapi-ts";
import { AddressFamily, IpMrouteDump, type Mprefix } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

/** Local scope, where VPP's own routes are: it shows their paths in the place of those that a client has given. */
const OWN_GROUPS: ReadonlySet<string> = new Set(["e0000001/32", "e0000002/32"]);
const OWN_IP6_GROUPS = /^ff020000000000000000000(000000000(001|002|016)\/128|1ff000000\/104)$/;

const MOST_PATHS = 255;

/** Why paths cannot be taken away; undefined for any other request, and where each of the paths is there. */
export async function needsPathsOfRoute({ isAdd, route }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const gone = pathsOf(route).map(({ path }) => Number(asFields(path).swIfIndex ?? 0));
  if (isAdd === true || gone.length === 0) return undefined;
  const groups = groupsOf(asFields(asFields(route).prefix) as unknown as Mprefix);
  if (OWN_GROUPS.has(groups) || OWN_IP6_GROUPS.test(groups)) return "VPP keeps the route to this group itself";
  const shown = await shownPaths(route, vpp);
  const there = new Set(shown?.map(({ path }) => path.swIfIndex));
  return shown === undefined || gone.every((swIfIndex) => there.has(swIfIndex))
    ? undefined
    : "the route has no such path";
}

/** Why paths cannot be added; undefined for any other request, and where all of them can be listed. */
export async function needsRoomForPaths({ isAdd, route }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const added = pathsOf(route).length;
  if (isAdd !== true || added === 0) return undefined;
  const { length = 0 } = (await shownPaths(route, vpp)) ?? [];
  return length + added > MOST_PATHS ? "the route would have more than 255 paths" : undefined;
}

/** What VPP lists of the route; undefined where it lists none. */
async function shownPaths(route: unknown, vpp: VppCaller) {
  const { tableId = 0, prefix } = asFields(route);
  const groups = groupsOf(asFields(prefix) as unknown as Mprefix);
  const isIp6 = asFields(prefix).af === AddressFamily.ADDRESS_IP6;
  for await (const shown of vpp.dump(IpMrouteDump, { table: { tableId: Number(tableId), isIp6 } })) {
    if (groupsOf(shown.route.prefix) === groups) return shown.route.paths;
  }
  return undefined;
}

function pathsOf(route: unknown): readonly VppFields[] {
  return (asFields(route).paths ?? []) as readonly VppFields[];
}

/** Group, length of its prefix, and source where there is one, without the bits that VPP does not look at. */
function groupsOf({ af = AddressFamily.ADDRESS_IP4, grpAddressLength = 0, grpAddress, srcAddress }: Mprefix): string {
  const isIp6 = af === AddressFamily.ADDRESS_IP6;
  const size = isIp6 ? 16 : 4;
  const bytesOf = (address: Mprefix["grpAddress"] | undefined) =>
    Uint8Array.from((isIp6 ? address?.ip6 : address?.ip4) ?? new Uint8Array(size));
  const source = bytesOf(srcAddress);
  const hasSource = source.some((octet) => octet !== 0);
  const length = hasSource ? 8 * size : Math.min(grpAddressLength, 8 * size);
  const group = bytesOf(grpAddress).map((octet, at) => octet & maskAt(at, length));
  return `${hex(group)}/${length}${hasSource ? ` ${hex(source)}` : ""}`;
}

/** The octet of a mask of so many bits. */
function maskAt(at: number, length: number): number {
  const kept = Math.min(Math.max(length - 8 * at, 0), 8);
  return (0xff00 >> kept) & 0xff;
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString("hex");
}

function asFields(value: unknown): VppFields {
  return (value ?? {}) as VppFields;
}
