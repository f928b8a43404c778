/** Pods become interfaces without addresses of their own, routes to them, and what the data plane has to know of them. */

import { type DerivationRules, type IncrementalDerivation, type Inputs, incremental } from "../incremental.js";
import { natInterfaceUnits } from "../services/nat44-ed.js";
import { nodeOf } from "../services/node.js";
import { NODE_PATH, type ProxyNode, podsAnswerThemselves, SETTINGS_PATH } from "../services/service.js";
import { hostRoute } from "../static-routes.js";
import { unitPath } from "../unit-path.js";
import { POD_PATH, POD_SETTINGS_PATH, type Pod, type PodSettings } from "./pod.js";
import { gatewayUnits, podInterface } from "./pod-interface.js";
import { sourceNatUnits, translatedInterface } from "./pod-translation.js";

const INTERFACE_PATH = "/ietf-interfaces:interfaces/interface";
/** Name of the routing instance. */
const INSTANCE = "pods";
/** The loopback whose addresses the pods' interfaces use where no other is named. */
const GATEWAY = "pod-gateway";
/** As the model has it by default. */
const GATEWAY_ADDRESSES = ["169.254.1.1"];

/** Each pod is a part. What all of them need is given by each. */
const rules: DerivationRules = {
  inputs: [NODE_PATH, SETTINGS_PATH, POD_SETTINGS_PATH, POD_PATH, INTERFACE_PATH],
  words: { [POD_PATH]: (pod) => interfacesOf(pod as unknown as Pod) },
  affected: ({ schemaPath, path, before, after }, inputs) => {
    if (schemaPath === POD_PATH) return [path];
    // Of interfaces it only counts whether they are there.
    if (schemaPath === INTERFACE_PATH && before !== null && after !== null) return [];
    const { lender } = podSettingsOf(inputs);
    const isOfOne = schemaPath === INTERFACE_PATH && (lender === undefined || path !== interfacePath(lender));
    const pods = isOfOne ? inputs.having(POD_PATH, path) : inputs.all(POD_PATH);
    return Array.from(pods, ([pod]) => pod);
  },
  compile: (path, inputs) => {
    const pod = inputs.get(POD_PATH, path) as Pod | undefined;
    if (pod?.interface === undefined || !isAttachable(pod, inputs)) return [];
    const { interface: name, address: addresses = [] } = pod;
    const settings = podSettingsOf(inputs);
    const lender = settings.lender ?? GATEWAY;
    const isOurs = isMadeHere(pod);
    return [
      ...(isOurs && settings.lender === undefined ? gatewayUnits(GATEWAY, gatewaysOf(settings), path) : []),
      ...podInterface(pod, lender, path),
      ...addresses.flatMap((address) => hostRoute(INSTANCE, address, nextHop(name, address), path)),
      ...translationUnits(name, settings, nodeOf(inputs), path),
    ];
  },
};

export function podDerivation(): IncrementalDerivation {
  return incremental(rules);
}

export function podSettingsOf(inputs: Inputs): PodSettings {
  return (inputs.get(POD_SETTINGS_PATH, POD_SETTINGS_PATH) ?? {}) as PodSettings;
}

/** The pod says how its interface is made. */
export function isMadeHere({ memif, tap, "vhost-user": vhostUser }: Pod): boolean {
  return [memif, tap, vhostUser].some((attachment) => attachment !== undefined);
}

/** All interfaces that the pod needs are there, or made with it. */
export function isAttachable(pod: Pod, inputs: Inputs): boolean {
  if (pod.interface === undefined) return false;
  const { lender } = podSettingsOf(inputs);
  const needed = isMadeHere(pod) ? lender : pod.interface;
  return needed === undefined || inputs.get(INTERFACE_PATH, interfacePath(needed)) !== undefined;
}

function translationUnits(name: string, settings: PodSettings, node: ProxyNode, path: string) {
  if (node["data-plane"] === "nat44-ed") return natInterfaceUnits(name, node, path);
  const sources = sourcesOf(settings, node);
  const kept = node["pod-prefix"] ?? [];
  // What pods answer under the address of a service would look like connections of their own.
  const leavesAsNode = !podsAnswerThemselves(node);
  return [translatedInterface(name, path), ...sourceNatUnits(name, sources, kept, leavesAsNode, path)];
}

/** Sources of connections that leave the cluster: the node's addresses where the settings name none. */
export function sourcesOf({ "source-address": sources = [] }: PodSettings, node: ProxyNode): readonly string[] {
  return sources.length > 0 ? sources : (node.address ?? []);
}

/** VPP makes the address the next hop of such a route if it is not, and shows it. */
function nextHop(interfaceName: string, address: string): object {
  return { "outgoing-interface": interfaceName, "next-hop-address": address };
}

function gatewaysOf({ "gateway-address": addresses = [] }: PodSettings): readonly string[] {
  return addresses.length === 0 ? GATEWAY_ADDRESSES : addresses;
}

/** Instance paths of the interfaces that concern the pod. */
function interfacesOf({ interface: name }: Pod): readonly string[] {
  return name === undefined ? [] : [interfacePath(name)];
}

/** Instance path of an interface. */
export function interfacePath(name: string): string {
  return unitPath([["ietf-interfaces:interfaces"], ["interface", { name }]]).path;
}
