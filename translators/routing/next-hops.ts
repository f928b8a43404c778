/** Next hops of static routes: RFC 8349's next-hop container, VPP's paths, and the form between in which they are compared. */

import { type FibPath, FibPathNhProto, FibPathType } from "vpp-binapi-ts/api";
import { type Family, formatIp4, formatIp6, ip4Bytes, ip6Bytes, isAllZero } from "../ip/addresses.js";

/** The next-hop container of a static route in RFC 7951 form. */
export interface NextHop {
  readonly "outgoing-interface"?: string;
  readonly "next-hop-address"?: string;
  readonly "special-next-hop"?: SpecialNextHop;
  readonly "sweetcomb-routing:lookup-vrf"?: string;
  readonly "next-hop-list"?: { readonly "next-hop"?: readonly ListedNextHop[] };
}

interface ListedNextHop {
  readonly index: string;
  readonly "outgoing-interface"?: string;
  readonly "next-hop-address"?: string;
  readonly "sweetcomb-routing:weight"?: number;
  readonly "sweetcomb-routing:preference"?: number;
}

type SpecialNextHop = "blackhole" | "unreachable" | "prohibit" | "receive";

/** One path of a route, in names and not in indexes. */
export type Path =
  | { readonly kind: "special"; readonly special: SpecialNextHop }
  | { readonly kind: "lookup"; readonly vrf: string }
  | {
      readonly kind: "via";
      readonly interface: string | undefined;
      readonly address: string | undefined;
      readonly weight: number;
      readonly preference: number;
    };

/** Where a path gets VPP's indexes from, and gives names for them. */
export interface PathIndexes {
  /** sw_if_index of an interface. */
  indexOf(name: string): number;
  /** Number of the table of a VRF, of the route's family. */
  tableOf(vrf: string): number;
}

export interface PathNames {
  interfaceOf(swIfIndex: number): string | undefined;
  vrfOf(tableId: number): string | undefined;
}

const pathTypes: Readonly<Record<SpecialNextHop, FibPathType>> = {
  blackhole: FibPathType.FIB_API_PATH_TYPE_DROP,
  unreachable: FibPathType.FIB_API_PATH_TYPE_ICMP_UNREACH,
  prohibit: FibPathType.FIB_API_PATH_TYPE_ICMP_PROHIBIT,
  receive: FibPathType.FIB_API_PATH_TYPE_LOCAL,
};

const NONE = 0xffff_ffff;

/** The paths that a next-hop container describes; empty for an empty list. */
export function pathsOf(nextHop: NextHop): readonly Path[] {
  const { "special-next-hop": special, "sweetcomb-routing:lookup-vrf": vrf, "next-hop-list": list } = nextHop;
  if (special !== undefined) return [{ kind: "special", special }];
  if (vrf !== undefined) return [{ kind: "lookup", vrf }];
  if (list !== undefined) return (list["next-hop"] ?? []).map(viaOf);
  return [viaOf(nextHop)];
}

/** A next-hop container for paths that VPP holds. Entries of a list are numbered, since VPP does not keep their index. */
export function nextHopOf(paths: readonly Path[]): NextHop {
  const [first] = paths;
  if (first === undefined) return { "next-hop-list": {} };
  if (first.kind === "special") return { "special-next-hop": first.special };
  if (first.kind === "lookup") return { "sweetcomb-routing:lookup-vrf": first.vrf };
  if (paths.length === 1 && first.weight === 1 && first.preference === 0) return membersOf(first);
  const listed = paths
    .filter((path) => path.kind === "via")
    .map((path, index) => ({
      index: String(index + 1),
      ...membersOf(path),
      "sweetcomb-routing:weight": path.weight,
      "sweetcomb-routing:preference": path.preference,
    }));
  return { "next-hop-list": { "next-hop": listed } };
}

/** Whether two containers describe the same paths, in any order and under any index. */
export function samePaths(one: NextHop, other: NextHop): boolean {
  const texts = (nextHop: NextHop) =>
    pathsOf(nextHop)
      .map((path) => JSON.stringify(path))
      .sort()
      .join();
  return texts(one) === texts(other);
}

/** A path as VPP takes it. */
export function encodePath(path: Path, family: Family, { indexOf, tableOf }: PathIndexes) {
  const proto = family === "ipv6" ? FibPathNhProto.FIB_API_PATH_NH_PROTO_IP6 : FibPathNhProto.FIB_API_PATH_NH_PROTO_IP4;
  switch (path.kind) {
    case "special":
      return { swIfIndex: NONE, weight: 1, type: pathTypes[path.special], proto };
    case "lookup":
      // A path without interface and address is looked up again in the table that it names.
      return { swIfIndex: NONE, weight: 1, tableId: tableOf(path.vrf), proto };
    case "via":
      return {
        swIfIndex: path.interface === undefined ? NONE : indexOf(path.interface),
        weight: path.weight,
        preference: path.preference,
        proto,
        nh: path.address === undefined ? undefined : { address: addressUnion(path.address, family) },
      };
  }
}

/** A path as VPP shows it; undefined for one that YANG cannot say, or whose interface is gone. */
export function decodePath(path: FibPath, family: Family, { interfaceOf, vrfOf }: PathNames): Path | undefined {
  const special = Object.entries(pathTypes).find(([, type]) => type === path.type)?.[0];
  if (special !== undefined) return { kind: "special", special: special as SpecialNextHop };
  if (path.type !== FibPathType.FIB_API_PATH_TYPE_NORMAL) return undefined;
  const bytes = family === "ipv6" ? path.nh.address.ip6 : path.nh.address.ip4;
  const address = bytes === undefined || isAllZero(bytes) ? undefined : format(bytes, family);
  if (path.swIfIndex === NONE && address === undefined) {
    const vrf = vrfOf(path.tableId);
    return vrf === undefined ? undefined : { kind: "lookup", vrf };
  }
  const name = path.swIfIndex === NONE ? undefined : interfaceOf(path.swIfIndex);
  if (path.swIfIndex !== NONE && name === undefined) return undefined;
  return { kind: "via", interface: name, address, weight: path.weight, preference: path.preference };
}

function viaOf(nextHop: NextHop | ListedNextHop): Path {
  return {
    kind: "via",
    interface: nextHop["outgoing-interface"],
    address: nextHop["next-hop-address"],
    weight: ("sweetcomb-routing:weight" in nextHop ? nextHop["sweetcomb-routing:weight"] : undefined) ?? 1,
    preference: ("sweetcomb-routing:preference" in nextHop ? nextHop["sweetcomb-routing:preference"] : undefined) ?? 0,
  };
}

function membersOf(path: Path & { readonly kind: "via" }) {
  return {
    ...(path.interface !== undefined && { "outgoing-interface": path.interface }),
    ...(path.address !== undefined && { "next-hop-address": path.address }),
  };
}

function addressUnion(text: string, family: Family) {
  return family === "ipv6" ? { ip6: ip6Bytes(text) } : { ip4: ip4Bytes(text) };
}

function format(bytes: Uint8Array, family: Family): string {
  return family === "ipv6" ? formatIp6(bytes) : formatIp4(bytes);
}
