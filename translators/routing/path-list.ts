/** Our grouping `path-list`, which MPLS routes and tunnels and policies have: a list of paths of every kind. */

import type { ConfiguredObjects, ObjectRef, Refusal } from "../../src/southbound/translator.js";
import { type Family, familyOf } from "../ip/addresses.js";
import { refuseWayBack } from "./endless-routes.js";
import { defaultVrf } from "./ip-table.js";
import { deepestStack, type LabelStack, labelNumber, labelsOf, labelText, stackOf } from "./label-stack.js";
import { comparablePath, type Path, pathDependencies, type SpecialNextHop, samePaths, type Via } from "./path.js";
import { refuseQuestionsOnWay } from "./ways-out.js";

/** One entry in RFC 7951 form. */
export interface ListedPath {
  readonly index: string;
  readonly "address-family"?: Family;
  readonly "outgoing-interface"?: string;
  readonly "next-hop-address"?: string;
  readonly "resolve-in-vrf"?: string;
  readonly "resolve-via"?: "attached" | "host";
  readonly "special-next-hop"?: SpecialNextHop;
  readonly "lookup-vrf"?: string;
  readonly "source-lookup-vrf"?: string;
  readonly "receiving-interface"?: string;
  readonly "dvr-interface"?: string;
  readonly "udp-encapsulation"?: string;
  readonly "via-label"?: number | string;
  readonly "ethernet-interface"?: string;
  readonly "pop-control-word"?: boolean;
  readonly weight?: number;
  readonly preference?: number;
  readonly "mpls-label-stack"?: LabelStack;
}

export type PathList = readonly ListedPath[];

/** Most paths that VPP takes in one object. */
const mostPaths = 255;

export function listedPaths(list: PathList = []): readonly Path[] {
  return list.map((entry) => ({
    via: viaOf(entry),
    weight: entry.weight ?? 1,
    preference: entry.preference ?? 0,
    labels: labelsOf(entry["mpls-label-stack"]),
  }));
}

function viaOf(entry: ListedPath): Via {
  const { "next-hop-address": address, "special-next-hop": special, "lookup-vrf": vrf } = entry;
  const family = address === undefined ? (entry["address-family"] ?? "ipv4") : familyOf(address);
  const { "source-lookup-vrf": source, "receiving-interface": received, "via-label": label } = entry;
  const { "dvr-interface": dvr, "udp-encapsulation": encapsulation } = entry;
  if (special !== undefined) return { kind: "special", special, family };
  if (vrf !== undefined) return { kind: "lookup", vrf, family, bySource: false };
  if (source !== undefined) return { kind: "lookup", vrf: source, family, bySource: true };
  if (received !== undefined) return { kind: "received", interface: received, family };
  if (dvr !== undefined) return { kind: "dvr", interface: dvr, family };
  if (encapsulation !== undefined) return { kind: "udp", encapsulation, family };
  if (label !== undefined) return { kind: "label", label: labelNumber(label) };
  if (entry["ethernet-interface"] !== undefined) {
    const popControlWord = entry["pop-control-word"] === true;
    return { kind: "ethernet", interface: entry["ethernet-interface"], popControlWord };
  }
  const name = entry["outgoing-interface"];
  // VPP does not show which label it is, so what says nothing is one of those.
  if (name === undefined && address === undefined) return { kind: "label", label: undefined };
  return {
    kind: "hop",
    family,
    interface: name,
    address,
    vrf: entry["resolve-in-vrf"] ?? defaultVrf,
    resolveVia: entry["resolve-via"],
  };
}

/** The list for paths that VPP shows, numbered, with the defaults of the model. */
export function pathList(paths: readonly Path[]): PathList {
  return paths.map(({ via, weight, preference, labels }, index) => {
    const stack = stackOf(labels);
    return {
      index: String(index + 1),
      ...membersOf(via),
      weight,
      preference,
      ...(stack !== undefined && { "mpls-label-stack": stack }),
    };
  });
}

function membersOf(via: Via) {
  switch (via.kind) {
    case "special":
      return { "special-next-hop": via.special, "address-family": via.family };
    case "lookup":
      return { "lookup-vrf": via.vrf, "address-family": via.family };
    case "received":
      return { "receiving-interface": via.interface, "address-family": via.family };
    case "label":
      return via.label === undefined ? {} : { "via-label": labelText(via.label) };
    case "ethernet":
      return { "ethernet-interface": via.interface };
    case "udp":
      return { "udp-encapsulation": via.encapsulation, "address-family": via.family };
    case "dvr":
      return { "dvr-interface": via.interface, "address-family": via.family };
    case "hop":
      return {
        "address-family": via.family,
        ...(via.interface !== undefined && { "outgoing-interface": via.interface }),
        ...(via.address !== undefined && { "next-hop-address": via.address }),
        ...(via.interface === undefined && { "resolve-in-vrf": via.vrf }),
      };
  }
}

export function samePathLists(some: PathList | undefined, others: PathList | undefined): boolean {
  return samePaths(listedPaths(some), listedPaths(others));
}

export function pathListDependencies(list: PathList | undefined): readonly ObjectRef[] {
  return listedPaths(list).flatMap(pathDependencies);
}

/** Refuses what VPP refuses or gets wrong in any list of paths. `leaf` is the member that holds the list. */
export function refusePaths(paths: readonly Path[], leaf: string): Refusal | undefined {
  if (paths.length === 0) return { leaf, message: "At least one next hop is needed" };
  if (paths.length > mostPaths) return { leaf, message: `VPP takes at most ${mostPaths} next hops` };
  const isEmpty = ({ via }: Path) =>
    (via.kind === "hop" && via.interface === undefined && via.address === undefined) ||
    (via.kind === "label" && via.label === undefined);
  if (paths.some(isEmpty)) return { leaf, message: "A next hop needs an outgoing interface, an address, or both" };
  if (paths.some(({ labels }) => labels.length > deepestStack)) {
    return { leaf, message: `VPP imposes at most ${deepestStack} labels` };
  }
  return refuseRepeated(paths, leaf);
}

/** Refuses paths that lead packets of the family to where those of another one belong. */
export function refuseOtherFamily(paths: readonly Path[], family: Family, leaf: string): Refusal | undefined {
  const isOther = ({ via }: Path) => via.kind === "label" || via.kind === "ethernet" || via.family !== family;
  return paths.some(isOther) ? { leaf, message: `Every next hop has to be one of ${family}` } : undefined;
}

/** Refuses labels where VPP forwards by a list of paths without a route: it takes them, and imposes none. */
export function refuseLabels(paths: readonly Path[], leaf: string): Refusal | undefined {
  if (paths.every(({ labels }) => labels.length === 0)) return undefined;
  return { leaf, message: "VPP imposes labels on the way of a route only: from here packets would leave without them" };
}

/** Refuses paths of the list that VPP does not survive, by what else is configured. @param leaf that holds the list */
export function refuseDeadlyWays(
  list: PathList | undefined,
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  const paths = listedPaths(list);
  return refuseQuestionsOnWay(paths, leaf, objects) ?? refuseWayBack(paths, leaf, objects);
}

/** VPP keeps a path that is given twice in one message twice, and some of its plugins crash on it. */
function refuseRepeated(paths: readonly Path[], leaf: string): Refusal | undefined {
  const ways = paths.map((path) => comparablePath({ ...path, weight: 1, labels: [] }));
  if (new Set(ways).size === ways.length) return undefined;
  return { leaf, message: "Two next hops are the same; give one of them more weight" };
}
