/**
 * Neighbours that a BFD session watches, and that paths impose labels towards. VPP 26.06 must not have both: when the session ends, it walks
 * what uses the neighbour, makes the adjacency for labels on the way, which walks the same again, and finds no end (adj_bfd_notify,
 * adj_nbr_add_or_lock). Paths that are resolved by a route do no harm. All neighbours on an interface with two ends are one to VPP.
 */

import { type ConfiguredObjects, defineKind, type Refusal } from "../../src/southbound/translator.js";
import { isOfPackets } from "../interfaces/frames.js";
import type { Path } from "./path.js";

/** A neighbour by its link. */
export type LinkSessionKey = { readonly interface: string; readonly local: string; readonly peer: string };

/** BFD sessions with neighbours on a link. */
export const linkSessions = defineKind<LinkSessionKey>("bfd-session", ["interface", "local", "peer"]);

/** How both are found: by the neighbour, or by the interface where it has two ends. */
export function marksOfNeighbour(interfaceName: string, address: string): readonly [string, string] {
  return [`neighbour ${address} on ${interfaceName}`, `neighbours on ${interfaceName}`];
}

/** The mark that others with the same neighbour have. An interface without frames may have two ends only. */
export function markOfSame(objects: ConfiguredObjects, interfaceName: string, address: string): string {
  const [ofNeighbour, ofInterface] = marksOfNeighbour(interfaceName, address);
  return isOfPackets(objects, interfaceName) ? ofInterface : ofNeighbour;
}

/** The marks of what imposes labels: of each neighbour that it does so towards. */
export function marksOfLabels(paths: readonly Path[]): readonly string[] {
  return labelledNeighbours(paths).flatMap(({ interface: name, address }) => marksOfNeighbour(name, address));
}

function labelledNeighbours(paths: readonly Path[]) {
  return paths.flatMap(({ via, labels }) =>
    labels.length > 0 && via.kind === "hop" && via.interface !== undefined && via.address !== undefined
      ? [{ interface: via.interface, address: via.address }]
      : [],
  );
}

/** Refuses labels towards a neighbour that BFD watches. `leaf` has the paths. */
export function refuseLabelsToWatched(
  paths: readonly Path[],
  leaf: string,
  objects: ConfiguredObjects,
): Refusal | undefined {
  for (const { interface: name, address } of labelledNeighbours(paths)) {
    for (const { key } of objects.marked(markOfSame(objects, name, address), linkSessions)) {
      return labelsAndBfd(leaf, key);
    }
  }
  return undefined;
}

export function labelsAndBfd(leaf: string, { interface: name, peer }: LinkSessionKey): Refusal {
  return {
    leaf,
    tag: "operation-not-supported",
    message: `VPP 26.06 finds no end when a BFD session with ${peer} on ${name} ends while labels are imposed towards it`,
  };
}
