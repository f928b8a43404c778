/**
 * The view in which lists at the ingress of a pod would see addresses of services. What a pod may send is folded into the lists
 * of those that receive it: of the other pods of this node, where packets have their real destination again, and, in one global
 * table, of the uplinks. At the ingress one list remembers flows, so that their answers pass.
 */

import type { DerivedUnit } from "../incremental.js";
import { addressesOf, type HostPrefix } from "./addresses.js";
import { attachment } from "./attachments.js";
import { commonServices, covers } from "./common.js";
import { listSettings } from "./list-settings.js";
import type { PodRulings } from "./pod-rulings.js";
import type { PolicyPod } from "./policy.js";
import type { Ruling } from "./ruling.js";
import type { Step } from "./steps.js";
import { foldedTable, globalTable, type Table, tableOf } from "./table.js";

/** A pod of this node and what its policies say. */
export interface RuledPod {
  readonly pod: PolicyPod;
  readonly rulings: PodRulings;
}

const open: Ruling = { steps: [], otherwise: "permit" };

/**
 * The lists of a pod: what its own policies say of what comes to it, and what those of the senders do. None when neither says
 * anything.
 * @param senders pods of the node with policies for what they send; the receiver itself may be among them
 */
export function receiverUnits(
  { pod, rulings }: RuledPod,
  senders: readonly RuledPod[],
  from: string,
): readonly DerivedUnit[] {
  const others = senders.filter((sender) => sender.pod.interface !== pod.interface);
  if (rulings.ingress === undefined && others.length === 0) return [];
  const sent = bySource(others).flatMap(({ source, egress }) =>
    pairSteps(source, egress, pod, rulings.ingress ?? open),
  );
  return unitsOf([pod.interface], foldedTable(sent, rulings.ingress), from);
}

/** The lists of the uplinks: what each sender may send to the rest of the cluster. None when nobody has such policies. */
export function uplinkUnits(
  uplinks: readonly string[],
  senders: readonly RuledPod[],
  from: string,
): readonly DerivedUnit[] {
  if (senders.length === 0 || uplinks.length === 0) return [];
  const sent = bySource(senders).flatMap(({ source, egress: { steps, otherwise } }) => {
    const own = steps.filter(({ family }) => family === source.family);
    const rest: Step = { ...source, prefix: undefined, protocol: undefined, ports: undefined, action: "deny" };
    return [...own, ...(otherwise === "deny" ? [rest] : [])].map((step) => ({ ...step, source: source.prefix }));
  });
  return unitsOf(uplinks, globalTable(sent), from);
}

function unitsOf(interfaces: readonly string[], table: Table, from: string): DerivedUnit[] {
  const remembering = tableOf("egress", undefined);
  return [
    { ...table.unit, from },
    { ...remembering.unit, from },
    ...interfaces.map((name) => attachment(name, [remembering.name], [table.name], from)),
    listSettings(from),
  ];
}

/** In an order that does not depend on that of the pods. */
function bySource(senders: readonly RuledPod[]): readonly { readonly source: HostPrefix; readonly egress: Ruling }[] {
  const found = senders.flatMap(({ pod, rulings }) =>
    addressesOf(pod).map((source) => ({ source, egress: rulings.egress ?? open })),
  );
  return found.sort((one, other) => (one.source.prefix < other.source.prefix ? -1 : 1));
}

/** What one pod may send to another: both ends must permit it. */
function pairSteps(source: HostPrefix, egress: Ruling, receiver: PolicyPod, ingress: Ruling): readonly Step[] {
  const reached = addressesOf(receiver).filter(({ family }) => family === source.family);
  const isSent = (step: Step) =>
    step.family === source.family && reached.some((address) => covers(step, address.prefix));
  const taken = ingress.steps.filter((step) => step.family === source.family && covers(step, source.prefix));
  const all: Step = { ...source, protocol: undefined, ports: undefined, action: ingress.otherwise };
  const steps = egress.steps.filter(isSent).flatMap((sent) =>
    sent.action === "deny"
      ? [{ ...sent, ...source }]
      : [...taken, all].flatMap((step): readonly Step[] => {
          const both = commonServices(sent, step);
          return both === undefined ? [] : [{ ...source, ...both, action: step.action }];
        }),
  );
  return [...steps, ...denied(source, egress.otherwise)];
}

/** All that the sender has not been permitted. */
function denied(source: HostPrefix, otherwise: Step["action"]): readonly Step[] {
  return otherwise === "permit" ? [] : [{ ...source, protocol: undefined, ports: undefined, action: "deny" }];
}
