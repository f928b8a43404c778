/** /sweetcomb-service-proxy:service-proxy-state: what became of the services, and what is not as they ask for. */

import type { StateProvider } from "../../datastore/southbound-port.js";
import type { Circumstances } from "../circumstances.js";
import type { IncrementalDerivation } from "../incremental.js";
import { distinctTroubles, type Trouble } from "../trouble.js";
import { dataPlaneOf } from "./data-plane.js";
import { type Frontend, frontendsOf, ofFamily } from "./frontends.js";
import { nodeOf } from "./node.js";
import { isIpv6, type Protocol, type ProxyNode, SERVICE_PATH, type Service } from "./service.js";
import { restrictedAddresses, servesSomeClients } from "./source-ranges.js";

/** As the model has it (RFC 7951). */
export interface ServiceState {
  readonly namespace: string;
  readonly name: string;
  readonly trouble: readonly Trouble[];
  readonly frontend: readonly FrontendState[];
}

export interface FrontendState {
  readonly address: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly served: boolean;
  readonly endpoints: number;
  readonly trouble: readonly Trouble[];
}

export type ServiceParts = Pick<IncrementalDerivation, "held" | "giverOf"> & Partial<Circumstances>;

/** What is told beside the services. */
export interface MachineState {
  readonly trouble: readonly object[];
  readonly announcement: readonly object[];
}

/** @param machine lists of the machine itself, as they stand */
export function serviceProxyState(parts: ServiceParts, machine: () => MachineState): StateProvider {
  const top = "sweetcomb-service-proxy:service-proxy-state";
  return {
    topLevel: [top],
    read: async () => {
      const service = Array.from(parts.held.all(SERVICE_PATH), ([path]) => stateOfService(path, parts));
      const lists = Object.entries({ ...machine(), service }).filter(([, list]) => list.length > 0);
      return lists.length === 0 ? {} : { [top]: Object.fromEntries(lists) };
    },
  };
}

/** @param path instance path of the service; undefined is returned for one that is not there */
export function stateOfService(path: string, parts: ServiceParts): ServiceState | undefined {
  const service = parts.held.get(SERVICE_PATH, path) as Service | undefined;
  if (service === undefined) return undefined;
  const node = nodeOf(parts.held);
  return {
    namespace: service.namespace,
    name: service.name,
    trouble: [...serviceTroubles(service, node), ...healthTroubles(path, parts)],
    frontend: distinctFrontends(frontendsOf(service, node)).map((frontend) =>
      stateOfFrontend(frontend, path, node, parts),
    ),
  };
}

/** All troubles of a service, those of its frontends named by address and port. */
export function troublesOf({ trouble, frontend }: ServiceState): readonly Trouble[] {
  const ofFrontends = frontend.flatMap(({ address, protocol, port, trouble: own }) =>
    own.map(({ reason, text }) => ({ reason, text: `${address} ${protocol} ${port}: ${text}` })),
  );
  return distinctTroubles([...trouble, ...ofFrontends]);
}

/** What is not possible whatever the frontend. */
function serviceTroubles(service: Service, node: ProxyNode): readonly Trouble[] {
  const troubles: Trouble[] = [];
  const restricted = restrictedAddresses(service);
  if (restricted.length > 0 && !servesSomeClients(node)) {
    const text = `VPP cannot look at the client before it translates: ${restricted.join(", ")} is not served.`;
    troubles.push({ reason: "source-ranges", text });
  }
  const hasNodePort = (service.port ?? []).some((port) => port["node-port"] !== undefined);
  if (hasNodePort && (node.address ?? []).length === 0 && node.role !== "load-balancer") {
    troubles.push({ reason: "no-node-address", text: "No address is configured on which node ports could be served." });
  }
  return troubles;
}

function healthTroubles(path: string, { healthFailure }: ServiceParts): readonly Trouble[] {
  const text = healthFailure?.(path);
  return text === undefined ? [] : [{ reason: "health-check-port", text }];
}

function stateOfFrontend(frontend: Frontend, path: string, node: ProxyNode, parts: ServiceParts): FrontendState {
  const { address, protocol, port, endpoints } = frontend;
  const dataPlane = dataPlaneOf(node, parts.held);
  const refusal = dataPlane.refusal(frontend);
  const conflict = refusal === undefined ? conflictOf(frontend, path, node, parts) : undefined;
  const served = refusal === undefined && conflict === undefined;
  const own = [refusal, conflict].filter((trouble) => trouble !== undefined);
  const others = [...commonShortcomings(frontend, node), ...(served ? dataPlane.shortcomings(frontend, node) : [])];
  return {
    address,
    protocol,
    port,
    served,
    endpoints: endpoints.length,
    trouble: distinctTroubles([...own, ...others]),
  };
}

/** Another service has this address and port, and comes first; or other configuration says what becomes of it. */
function conflictOf(frontend: Frontend, path: string, node: ProxyNode, parts: ServiceParts): Trouble | undefined {
  const { held, giverOf, isOverruled } = parts;
  const unit = dataPlaneOf(node, held).units(frontend, node, path).at(-1);
  const winner = unit && giverOf(unit.path);
  if (unit !== undefined && isOverruled?.(unit.path)) {
    return { reason: "overruled", text: `Other configuration has ${unit.path}, and counts.` };
  }
  if (winner === undefined || winner === path) return undefined;
  const { namespace, name } = held.get(SERVICE_PATH, winner) as unknown as Service;
  return { reason: "conflict", text: `The address and port belong to service ${namespace}/${name}.` };
}

/** What no data plane does. */
function commonShortcomings(frontend: Frontend, node: ProxyNode): readonly Trouble[] {
  const { address, known, external, policy, source, direct } = frontend;
  const troubles: Trouble[] = [];
  const fitting = ofFamily(known, address);
  if (fitting.length === 0 && known.length > 0) {
    const text = `No endpoint has an ${isIpv6(address) ? "IPv6" : "IPv4"} address.`;
    troubles.push({ reason: "endpoint-family", text });
  }
  if (node.role === "load-balancer") return troubles;
  const isElsewhere = fitting.some((endpoint) => endpoint.node !== node.name && endpoint.ready !== false);
  if (external && policy === "local" && isElsewhere) {
    const text = "Clients inside the cluster reach the endpoints of this node only, as those outside do.";
    troubles.push({ reason: "local-policy-inside", text });
  }
  if (external && policy === "cluster" && source === undefined && !direct) {
    const text = "The node has no address of this family: answers of endpoints elsewhere may not come back through it.";
    troubles.push({ reason: "no-node-address", text });
  }
  return troubles;
}

/** Two ports of a service may not differ in address, protocol and port, but a node port may repeat one of them. */
function distinctFrontends(frontends: readonly Frontend[]): readonly Frontend[] {
  const found = new Map<string, Frontend>();
  for (const frontend of frontends) {
    const name = `${frontend.address} ${frontend.protocol} ${frontend.port}`;
    if (!found.has(name)) found.set(name, frontend);
  }
  return [...found.values()];
}
