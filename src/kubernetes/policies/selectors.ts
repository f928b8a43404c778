/** Label selectors: which labels they take. */

import type { LabelSelector, Labels } from "../objects.js";

/** Whether a selector takes these labels; an empty one takes all. All of its requirements have to be met. */
export function selects(selector: LabelSelector, labels: Labels = {}): boolean {
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && (selector.matchExpressions ?? []).every((requirement) => isMet(requirement, labels));
}

/** Operators of the selector that nobody knows. They are met by nothing. */
export function unknownOperators(selector: LabelSelector): readonly string[] {
  const operators = (selector.matchExpressions ?? []).map(({ operator }) => String(operator));
  return operators.filter((operator) => !["In", "NotIn", "Exists", "DoesNotExist"].includes(operator));
}

type Requirement = NonNullable<LabelSelector["matchExpressions"]>[number];

function isMet({ key = "", operator, values = [] }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    // What does not have the label has none of the values.
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}
