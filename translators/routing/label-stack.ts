/** Labels that a path imposes: RFC 8294's mpls-label-stack, and VPP's label stack. */

import type { FibPath } from "vpp-binapi-ts/api";

export interface ImposedLabel {
  /** 0..1048575 */
  readonly label: number;
  /** 0 leaves it to VPP, which then takes 255, or that of the packet with mode uniform. */
  readonly ttl: number;
  readonly trafficClass: number;
  /** Whether TTL and traffic class of the packet show in the label. */
  readonly isUniform: boolean;
}

/** RFC 7951 form of the grouping `imposed-labels`. */
export interface LabelStack {
  readonly entry?: readonly LabelEntry[];
}

interface LabelEntry {
  readonly id: number;
  /** A number, or an identity of RFC 8294 for one with a meaning. */
  readonly label?: number | string;
  readonly ttl?: number;
  readonly "traffic-class"?: number;
  readonly mode?: "pipe" | "uniform";
  readonly "sweetcomb-routing:mode"?: "pipe" | "uniform";
}

/** VPP's path has so many places. */
export const deepestStack = 16;

/** Identities of RFC 8294 for the labels below 16. */
const specialLabels: Readonly<Record<string, number>> = {
  "ietf-routing-types:ipv4-explicit-null-label": 0,
  "ietf-routing-types:router-alert-label": 1,
  "ietf-routing-types:ipv6-explicit-null-label": 2,
  "ietf-routing-types:implicit-null-label": 3,
  "ietf-routing-types:entropy-label-indicator": 7,
  "ietf-routing-types:gal-label": 13,
  "ietf-routing-types:oam-alert-label": 14,
  "ietf-routing-types:extension-label": 15,
};

/** The labels in the order of their ids. */
export function labelsOf(stack: LabelStack | undefined): readonly ImposedLabel[] {
  return [...(stack?.entry ?? [])]
    .sort((one, other) => one.id - other.id)
    .map((entry) => ({
      label: labelNumber(entry.label),
      ttl: entry.ttl ?? 0,
      trafficClass: entry["traffic-class"] ?? 0,
      isUniform: (entry["sweetcomb-routing:mode"] ?? entry.mode) === "uniform",
    }));
}

/** The container for labels that VPP shows; nothing for none. */
export function stackOf(labels: readonly ImposedLabel[]): LabelStack | undefined {
  if (labels.length === 0) return undefined;
  return {
    entry: labels.map(({ label, ttl, trafficClass }, index) => ({
      id: index,
      label: labelText(label),
      ttl,
      "traffic-class": trafficClass,
    })),
  };
}

/** Number of a label that is given as a number or an identity. */
export function labelNumber(label: number | string | undefined): number {
  return typeof label === "string" ? (specialLabels[label] ?? Number(label)) : (label ?? 0);
}

/** The identity of a label with a meaning, else its number. */
export function labelText(label: number): number | string {
  return Object.entries(specialLabels).find(([, number]) => number === label)?.[0] ?? label;
}

export function encodeLabels(labels: readonly ImposedLabel[]) {
  const labelStack = labels.map(({ label, ttl, trafficClass, isUniform }) => ({
    label,
    ttl,
    exp: trafficClass,
    isUniform: isUniform ? 1 : 0,
  }));
  return { nLabels: labels.length, labelStack };
}

export function decodeLabels({ nLabels, labelStack }: FibPath): readonly ImposedLabel[] {
  return labelStack
    .slice(0, nLabels)
    .map(({ label, ttl, exp, isUniform }) => ({ label, ttl, trafficClass: exp, isUniform: isUniform !== 0 }));
}
