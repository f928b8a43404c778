/** VPP 26.06 dies when paths are taken from a multicast route to which nobody has given any (mfib_entry_src_paths_remove). */

import type { VppCaller } from "vpp-binapi-ts";
import { AddressFamily, IpMrouteDump, type Mprefix } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

/** Local scope, where VPP's own routes are: it shows their paths in the place of those that a client has given. */
const OWN_GROUPS: ReadonlySet<string> = new Set(["e0000001/32", "e0000002/32"]);
const OWN_IP6_GROUPS = /^ff020000000000000000000(000000000(001|002|016)\/128|1ff000000\/104)$/;

/** Why paths cannot be taken away; undefined for any other request, and where each of the paths is there. */
export async function needsPathsOfRoute({ isAdd, route }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const { tableId = 0, prefix, paths } = asFields(route);
  const gone = ((paths ?? []) as readonly VppFields[]).map(({ path }) => Number(asFields(path).swIfIndex ?? 0));
  if (isAdd === true || gone.length === 0) return undefined;
  const groups = groupsOf(asFields(prefix) as unknown as Mprefix);
  if (OWN_GROUPS.has(groups) || OWN_IP6_GROUPS.test(groups)) return "VPP keeps the route to this group itself";
  const isIp6 = asFields(prefix).af === AddressFamily.ADDRESS_IP6;
  for await (const shown of vpp.dump(IpMrouteDump, { table: { tableId: Number(tableId), isIp6 } })) {
    if (groupsOf(shown.route.prefix) !== groups) continue;
    const there = new Set(shown.route.paths.map(({ path }) => path.swIfIndex));
    return gone.every((swIfIndex) => there.has(swIfIndex)) ? undefined : "the route has no such path";
  }
  return undefined;
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
