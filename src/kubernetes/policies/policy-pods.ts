/** Pods as network policies see them. */

import { addressesOf } from "../addresses.js";
import type { Labels, Pod } from "../objects.js";

/** What of a pod matters to a policy. */
export interface PolicyPod {
  readonly namespace: string;
  readonly labels: Labels;
  readonly addresses: readonly string[];
  /** Numbers of its named ports, by "name/protocol". A name stands for one port. */
  readonly ports: ReadonlyMap<string, number>;
}

/** Undefined for a pod that no policy concerns: it has the node's network, has come to its end, or has no address yet. */
export function policyPod(pod: Pod): PolicyPod | undefined {
  const { metadata, spec = {}, status = {} } = pod;
  if (spec.hostNetwork || status.phase === "Succeeded" || status.phase === "Failed") return undefined;
  const addresses = podAddresses(pod);
  if (addresses.length === 0) return undefined;
  return { namespace: metadata?.namespace ?? "", labels: metadata?.labels ?? {}, addresses, ports: namedPorts(pod) };
}

export function podAddresses({ status = {} }: Pod): readonly string[] {
  const listed = (status.podIPs ?? []).map(({ ip }) => ip);
  return addressesOf(listed.length > 0 ? listed : [status.podIP]);
}

/** Init containers count where they go on running beside the others (restartPolicy "Always"). */
function namedPorts({ spec = {} }: Pod): ReadonlyMap<string, number> {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === "Always");
  const ports = [...sidecars, ...(spec.containers ?? [])].flatMap((container) => container.ports ?? []);
  const byName = new Map<string, number>();
  for (const { name, containerPort, protocol = "TCP" } of ports) {
    const id = portId(name ?? "", protocol);
    if (name !== undefined && containerPort !== undefined && !byName.has(id)) byName.set(id, containerPort);
  }
  return byName;
}

export function portId(name: string, protocol: string): string {
  return `${name}/${protocol.toLowerCase()}`;
}

/** Whether a policy would see no difference. */
export function samePolicyPod(left: PolicyPod | undefined, right: PolicyPod | undefined): boolean {
  return textOf(left) === textOf(right);
}

function textOf(pod: PolicyPod | undefined): string {
  if (pod === undefined) return "";
  const { namespace, labels, addresses, ports } = pod;
  return JSON.stringify([namespace, Object.entries(labels).sort(), addresses, [...ports]]);
}
