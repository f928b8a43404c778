/**
 * The view in which lists at the ingress of a pod would see addresses of services. What a pod may send is folded into the lists
 * of those that receive it: of the other pods of this node, where packets have their real destination again, and, in one global
 * table, of the uplinks. At the ingress one list remembers flows, so that their answers pass.
 */

import { containsCidr } from "cidr-tools";
import type { DerivedUnit } from "../incremental.js";
import { addressesOf } from "./addresses.js";
import { attachment } from "./attachments.js";
import { listSettings } from "./list-settings.js";
import type { Family, Permit } from "./permits.js";
import type { PodPermits } from "./pod-tables.js";
import type { PolicyPod } from "./policy.js";
import { foldedTable, globalTable, tableOf } from "./table.js";

/** A pod of this node and what its policies permit. */
export interface PermittedPod {
  readonly pod: PolicyPod;
  readonly permits: PodPermits;
}

const toEveryone: readonly Permit[] = (["ipv4", "ipv6"] as const).map((family) => ({
  family,
  prefix: undefined,
  protocol: undefined,
  ports: undefined,
}));

/**
 * The lists of a pod: what its own policies permit to it, and what those of the senders do. None when neither says anything.
 * @param senders pods of the node with policies for what they send; the receiver itself may be among them
 */
export function receiverUnits(
  { pod, permits }: PermittedPod,
  senders: readonly PermittedPod[],
  from: string,
): readonly DerivedUnit[] {
  const others = senders.filter((sender) => sender.pod.interface !== pod.interface);
  if (permits.ingress === undefined && others.length === 0) return [];
  const pairs = others.flatMap((sender) => pairPermits(sender, pod, permits.ingress ?? toEveryone));
  const table = foldedTable(pairs, others.flatMap(sources), permits.ingress);
  return unitsOf([pod.interface], table, from);
}

/** The lists of the uplinks: what each sender may send to the rest of the cluster. None when nobody has such policies. */
export function uplinkUnits(
  uplinks: readonly string[],
  senders: readonly PermittedPod[],
  from: string,
): readonly DerivedUnit[] {
  if (senders.length === 0 || uplinks.length === 0) return [];
  const permitted = senders.flatMap((sender) =>
    sources(sender).flatMap((source) =>
      (sender.permits.egress ?? []).filter(isOf(source.family)).map((permit) => ({ ...permit, source: source.prefix })),
    ),
  );
  return unitsOf(uplinks, globalTable(permitted, senders.flatMap(sources)), from);
}

function unitsOf(interfaces: readonly string[], table: ReturnType<typeof tableOf>, from: string): DerivedUnit[] {
  const remembering = tableOf("egress", undefined);
  return [
    { ...table.unit, from },
    { ...remembering.unit, from },
    ...interfaces.map((name) => attachment(name, [remembering.name], [table.name], from)),
    listSettings(from),
  ];
}

/** What one pod may send to another: both ends must permit it. */
function pairPermits(
  sender: PermittedPod,
  receiver: PolicyPod,
  ingress: readonly Permit[],
): readonly (Permit & { readonly prefix: string })[] {
  return sources(sender).flatMap(({ family, prefix }) => {
    const reached = addressesOf(receiver).filter(isOf(family));
    const sent = (sender.permits.egress ?? []).filter(
      (permit) => permit.family === family && reached.some((address) => covers(permit, address.prefix)),
    );
    const taken = ingress.filter((permit) => permit.family === family && covers(permit, prefix));
    return sent.flatMap((one) =>
      taken.flatMap((other) => common(one, other).map((both) => ({ family, prefix, ...both }))),
    );
  });
}

function sources({ pod }: PermittedPod) {
  return addressesOf(pod);
}

function isOf(family: Family): (one: { readonly family: Family }) => boolean {
  return (one) => one.family === family;
}

function covers({ prefix }: Permit, address: string): boolean {
  return prefix === undefined || containsCidr(prefix, address);
}

/** Protocol and ports that both permit; none when there are no such. */
function common(one: Permit, other: Permit): readonly Pick<Permit, "protocol" | "ports">[] {
  if (one.protocol === undefined) return [{ protocol: other.protocol, ports: other.ports }];
  if (other.protocol === undefined) return [{ protocol: one.protocol, ports: one.ports }];
  if (one.protocol !== other.protocol) return [];
  const { protocol } = one;
  if (one.ports === undefined || other.ports === undefined) return [{ protocol, ports: one.ports ?? other.ports }];
  const [first, last] = [Math.max(one.ports[0], other.ports[0]), Math.min(one.ports[1], other.ports[1])];
  return first > last ? [] : [{ protocol, ports: [first, last] }];
}
