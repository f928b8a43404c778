/**
 * What becomes of the packets of one direction of a pod, as steps of which the first that fits decides: first what administrators
 * say (AdminNetworkPolicy), then the network policies that select the pod, or, where none does, the baseline of administrators.
 */

import { common } from "./common.js";
import type { Packets, Permit } from "./permits.js";
import { type Step, stepsOf } from "./steps.js";

export interface Ruling {
  readonly steps: readonly Step[];
  /** What becomes of packets that no step fits. */
  readonly otherwise: Step["action"];
}

/** A rule of an administrator, for one kind of packets. */
export interface AdminStep extends Packets {
  /** "pass" leaves the decision to network policies and the baseline. */
  readonly action: Step["action"] | "pass";
}

export interface Rules {
  /** What is permitted whatever anybody says. */
  readonly always: readonly Packets[];
  /** In the order of their priorities. */
  readonly admin: readonly AdminStep[];
  /** Undefined: no network policy selects the pod. */
  readonly permits: readonly Permit[] | undefined;
  readonly baseline: readonly AdminStep[];
}

/** Undefined when everything is permitted. */
export function rulingOf({ always, admin, permits, baseline }: Rules): Ruling | undefined {
  const later: Ruling =
    permits === undefined
      ? { steps: baseline.filter(isDecided), otherwise: "permit" }
      : { steps: stepsOf(permits), otherwise: "deny" };
  const decided = admin.flatMap((step, index) =>
    isDecided(step) ? [step] : passed(step, admin.slice(index + 1), later),
  );
  const first = always.map((each): Step => ({ ...each, action: "permit" }));
  const steps = withoutEnd([...first, ...decided, ...later.steps], later.otherwise);
  return steps.length === 0 && later.otherwise === "permit" ? undefined : { steps, otherwise: later.otherwise };
}

function isDecided(step: AdminStep): step is Step {
  return step.action !== "pass";
}

/** What later policies say of just these packets; nothing where no administrator would say anything of them any more. */
function passed(step: AdminStep, rest: readonly AdminStep[], later: Ruling): readonly Step[] {
  if (!rest.some((other) => isDecided(other) && common(step, other) !== undefined)) return [];
  return [
    ...later.steps.flatMap(({ action, ...packets }): readonly Step[] => {
      const both = common(packets, step);
      return both === undefined ? [] : [{ ...both, action }];
    }),
    { ...step, action: later.otherwise },
  ];
}

/** What would be done anyhow needs no steps at the end. */
function withoutEnd(steps: readonly Step[], otherwise: Step["action"]): readonly Step[] {
  return steps.slice(0, steps.findLastIndex(({ action }) => action !== otherwise) + 1);
}
