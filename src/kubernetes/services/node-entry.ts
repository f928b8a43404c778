/** The node as the service proxy has to know it. */

import { addressesOf, prefixOf } from "../addresses.js";
import type { EntryValue } from "../entry.js";
import type { Node } from "../objects.js";

const EXCLUDED_LABEL = "node.kubernetes.io/exclude-from-external-load-balancers";
const ZONE_LABEL = "topology.kubernetes.io/zone";

export interface NodeSettings {
  readonly nodeName: string;
  readonly dataPlane: "cnat" | "nat44-ed";
  /** With nat44-ed; null: clients keep their source. */
  readonly twiceNatAddress: string | null;
  /** Addresses of pods; empty: what the nodes' specifications say. */
  readonly podPrefixes: readonly string[];
}

/** Addresses of the node inside the cluster. */
export function internalAddresses(node: Node | undefined): readonly string[] {
  const addresses = node?.status?.addresses ?? [];
  return addressesOf(addresses.filter(({ type }) => type === "InternalIP").map(({ address }) => address));
}

/** @param node undefined as long as the API knows none of that name */
export function nodeEntry(node: Node | undefined, all: Iterable<Node>, settings: NodeSettings): EntryValue {
  const zone = node?.metadata?.labels?.[ZONE_LABEL];
  const addresses = internalAddresses(node);
  const prefixes = podPrefixes(all, settings);
  return {
    name: settings.nodeName,
    ...(zone !== undefined && { zone }),
    ...(addresses.length > 0 && { address: addresses }),
    ...(prefixes.length > 0 && { "pod-prefix": prefixes }),
    "data-plane": settings.dataPlane,
    ...(settings.twiceNatAddress !== null && { "twice-nat-address": settings.twiceNatAddress }),
  };
}

/** A machine of the cluster as others have to know it; undefined for one that they cannot reach. */
export function clusterNodeEntry(node: Node): EntryValue | undefined {
  const addresses = internalAddresses(node);
  if (addresses.length === 0) return undefined;
  const prefixes = podPrefixes([node], { podPrefixes: [] });
  return {
    name: node.metadata?.name ?? "",
    address: addresses,
    ...(prefixes.length > 0 && { "pod-prefix": prefixes }),
    ...(!takesTraffic(node) && { "takes-traffic": false }),
  };
}

/** As the controllers of clouds decide which nodes their load balancers have. */
function takesTraffic({ metadata, status }: Node): boolean {
  const isExcluded = metadata?.labels?.[EXCLUDED_LABEL] !== undefined;
  const isReady = (status?.conditions ?? []).some((each) => each.type === "Ready" && each.status === "True");
  return isReady && !isExcluded && metadata?.deletionTimestamp === undefined;
}

function podPrefixes(nodes: Iterable<Node>, settings: Pick<NodeSettings, "podPrefixes">): readonly string[] {
  const ofNodes = () =>
    [...nodes].flatMap(({ spec = {} }): readonly (string | undefined)[] => spec.podCIDRs ?? [spec.podCIDR]);
  const texts = settings.podPrefixes.length > 0 ? settings.podPrefixes : ofNodes();
  const prefixes = texts.map((text) => prefixOf(text)).filter((prefix) => prefix !== undefined);
  return [...new Set(prefixes)].sort();
}
