/** Next hops of static routes: RFC 8349's next-hop container, and the paths that it describes. */

import type { Family } from "../ip/addresses.js";
import { type LabelStack, labelsOf, stackOf } from "./label-stack.js";
import { type Hop, type Path, type SpecialNextHop, samePaths, type Via } from "./path.js";

/** The next-hop container of a static route in RFC 7951 form. */
export interface NextHop extends SimpleNextHop {
  readonly "special-next-hop"?: SpecialNextHop;
  readonly "sweetcomb-routing:lookup-vrf"?: string;
  readonly "sweetcomb-routing:source-lookup-vrf"?: string;
  readonly "sweetcomb-routing:dvr-interface"?: string;
  readonly "sweetcomb-routing:receiving-interface"?: string;
  readonly "next-hop-list"?: { readonly "next-hop"?: readonly ListedNextHop[] };
}

interface SimpleNextHop {
  readonly "sweetcomb-routing:udp-encapsulation"?: string;
  readonly "outgoing-interface"?: string;
  readonly "next-hop-address"?: string;
  readonly "sweetcomb-routing:resolve-in-vrf"?: string;
  readonly "sweetcomb-routing:resolve-via"?: "attached" | "host";
  readonly "sweetcomb-routing:mpls-label-stack"?: LabelStack;
}

type Udp = Extract<Via, { kind: "udp" }>;

interface ListedNextHop extends SimpleNextHop {
  readonly index: string;
  readonly "sweetcomb-routing:weight"?: number;
  readonly "sweetcomb-routing:preference"?: number;
}

/** Family of a route, and the VRF that it is in, where its next hops are looked up. */
export interface RoutePlace {
  readonly family: Family;
  readonly vrf: string;
}

/** The paths that a next-hop container describes; empty for an empty list. */
export function pathsOf(nextHop: NextHop, place: RoutePlace): readonly Path[] {
  const list = nextHop["next-hop-list"];
  if (list !== undefined) return (list["next-hop"] ?? []).map((listed) => hopPath(listed, place));
  const via = viaOf(nextHop, place.family);
  return [via === undefined ? hopPath(nextHop, place) : { via, weight: 1, preference: 0, labels: [] }];
}

function viaOf(nextHop: NextHop, family: Family): Via | undefined {
  const { "special-next-hop": special, "sweetcomb-routing:lookup-vrf": vrf } = nextHop;
  if (special !== undefined) return { kind: "special", special, family };
  if (vrf !== undefined) return { kind: "lookup", vrf, family, bySource: false };
  const source = nextHop["sweetcomb-routing:source-lookup-vrf"];
  if (source !== undefined) return { kind: "lookup", vrf: source, family, bySource: true };
  const dvr = nextHop["sweetcomb-routing:dvr-interface"];
  if (dvr !== undefined) return { kind: "dvr", interface: dvr, family };
  const received = nextHop["sweetcomb-routing:receiving-interface"];
  if (received !== undefined) return { kind: "received", interface: received, family };
  return udpVia(nextHop, family);
}

function udpVia({ "sweetcomb-routing:udp-encapsulation": encapsulation }: SimpleNextHop, family: Family) {
  return encapsulation === undefined ? undefined : ({ kind: "udp", encapsulation, family } as const);
}

function hopPath(nextHop: SimpleNextHop | ListedNextHop, { family, vrf }: RoutePlace): Path {
  return {
    via: udpVia(nextHop, family) ?? {
      kind: "hop",
      family,
      interface: nextHop["outgoing-interface"],
      address: nextHop["next-hop-address"],
      vrf: nextHop["sweetcomb-routing:resolve-in-vrf"] ?? vrf,
      resolveVia: nextHop["sweetcomb-routing:resolve-via"],
    },
    weight: ("sweetcomb-routing:weight" in nextHop ? nextHop["sweetcomb-routing:weight"] : undefined) ?? 1,
    preference: ("sweetcomb-routing:preference" in nextHop ? nextHop["sweetcomb-routing:preference"] : undefined) ?? 0,
    labels: labelsOf(nextHop["sweetcomb-routing:mpls-label-stack"]),
  };
}

/** A next-hop container for paths that VPP holds. Entries of a list are numbered, since VPP does not keep their index. */
export function nextHopOf(paths: readonly Path[], vrf: string): NextHop {
  const [first] = paths;
  if (first === undefined) return { "next-hop-list": {} };
  if (first.via.kind !== "hop" && first.via.kind !== "udp") return singleNextHop(first.via);
  if (paths.length === 1 && isPlain(first)) return simpleNextHop(first.via, first, vrf);
  const listed = paths.flatMap((path, index) => {
    if (path.via.kind !== "hop" && path.via.kind !== "udp") return [];
    return [
      {
        index: String(index + 1),
        ...simpleNextHop(path.via, path, vrf),
        "sweetcomb-routing:weight": path.weight,
        "sweetcomb-routing:preference": path.preference,
      },
    ];
  });
  return { "next-hop-list": { "next-hop": listed } };
}

/** Whether a next hop needs no list. Labels before a UDP header do. */
function isPlain({ via, weight, preference, labels }: Path): boolean {
  return weight === 1 && preference === 0 && (via.kind === "hop" || labels.length === 0);
}

function singleNextHop(via: Exclude<Via, Hop | Udp>): NextHop {
  switch (via.kind) {
    case "special":
      return { "special-next-hop": via.special };
    case "lookup":
      return { "sweetcomb-routing:lookup-vrf": via.vrf };
    case "dvr":
      return { "sweetcomb-routing:dvr-interface": via.interface };
    case "received":
      return { "sweetcomb-routing:receiving-interface": via.interface };
    default:
      return { "next-hop-list": {} };
  }
}

function simpleNextHop(hop: Hop | Udp, { labels }: Path, vrf: string): SimpleNextHop {
  const stack = stackOf(labels);
  if (hop.kind === "udp") {
    return {
      "sweetcomb-routing:udp-encapsulation": hop.encapsulation,
      ...(stack !== undefined && { "sweetcomb-routing:mpls-label-stack": stack }),
    };
  }
  return {
    ...(hop.interface !== undefined && { "outgoing-interface": hop.interface }),
    ...(hop.address !== undefined && { "next-hop-address": hop.address }),
    ...(hop.interface === undefined && hop.vrf !== vrf && { "sweetcomb-routing:resolve-in-vrf": hop.vrf }),
    ...(stack !== undefined && { "sweetcomb-routing:mpls-label-stack": stack }),
  };
}

/**
 * The paths of a route without what VPP adds to them: where a route to a single host names an interface only, VPP takes the host itself
 * for the next hop, and the two cannot be told apart.
 */
export function withoutHostItself(paths: readonly Path[], destination: string): readonly Path[] {
  return paths.map((path) => {
    const { via } = path;
    if (via.kind !== "hop" || via.interface === undefined || via.address === undefined) return path;
    const host = `${via.address}/${via.family === "ipv4" ? 32 : 128}`;
    return host === destination ? { ...path, via: { ...via, address: undefined } } : path;
  });
}

/** Whether two containers describe the same paths to a destination, in any order and under any index, whatever VRF they are in. */
export function sameNextHops(one: NextHop, other: NextHop, family: Family, destination = ""): boolean {
  const place = { family, vrf: "" };
  const [some, others] = [one, other].map((nextHop) => withoutHostItself(pathsOf(nextHop, place), destination));
  return samePaths(some!, others!);
}
