/** What all translators of NAT share: the instance, which is one of VPP's NAT plugins, and how it is found again. */

import type { Entry, ObjectRef, TranslatorContext } from "../../src/southbound/translator.js";
import { defineKind } from "../../src/southbound/translator.js";

export type InstanceKey = { readonly instance: string };

/** VPP's plugins. */
export type NatPlugin = "nat44-ed" | "nat44-ei" | "nat64" | "nat66" | "det44" | "npt66";

/** What tells the plugin of an instance; part of the value of every object that makes an instance. */
export interface InstanceValue {
  readonly type: string;
  readonly "sweetcomb-nat:nat44"?: {
    readonly processing?: "endpoint-dependent" | "endpoint-independent";
    readonly "inside-vrf"?: string;
    readonly "outside-vrf"?: string;
  };
}

/** The enabled plugins: everything else of a NAT depends on one. */
export const natInstances = defineKind<InstanceKey>("nat-instance", ["instance"]);
/** Pools and timers of an instance. */
export const natPolicies = defineKind<InstanceKey>("nat-policy", ["instance"]);

export const instancePath = "/ietf-nat:nat/instances/instance";
export const instanceKeys = { instance: "instance/id" } as const;
/** Members by which `pluginOf` decides. */
export const pluginLeafs = ["type", "sweetcomb-nat:nat44/processing"] as const;

export function pluginOf(value: InstanceValue): NatPlugin | undefined {
  switch (value.type) {
    case "ietf-nat:napt44":
      return value["sweetcomb-nat:nat44"]?.processing === "endpoint-independent" ? "nat44-ei" : "nat44-ed";
    case "ietf-nat:nat64":
      return "nat64";
    case "ietf-nat:nptv6":
      return "npt66";
    case "sweetcomb-nat:nat66":
      return "nat66";
    case "sweetcomb-nat:det44":
      return "det44";
    default:
      return undefined;
  }
}

/** The members of a value that name the plugin, for what a dump builds. */
export function pluginMembers(plugin: "nat44-ed" | "nat44-ei" | "nat64"): InstanceValue {
  if (plugin === "nat64") return { type: "ietf-nat:nat64" };
  const processing = plugin === "nat44-ei" ? "endpoint-independent" : "endpoint-dependent";
  return { type: "ietf-nat:napt44", "sweetcomb-nat:nat44": { processing } };
}

export function instanceOf(key: InstanceKey): ObjectRef {
  return natInstances.at({ instance: key.instance });
}

/** The instance that an object stands in, as it is applied. */
export function configuredInstance(context: TranslatorContext, key: InstanceKey): InstanceValue {
  const value = context.configured<InstanceValue>(instanceOf(key));
  if (value === undefined) throw new Error(`NAT instance ${key.instance} is not known`);
  return value;
}

/** VPP does not know instances: what a plugin holds belongs to the instance that is configured for it. */
export function* instancesOf(
  context: TranslatorContext,
  ...plugins: readonly NatPlugin[]
): Iterable<Entry<InstanceKey, InstanceValue> & { readonly plugin: NatPlugin }> {
  for (const entry of context.allConfigured<InstanceKey, InstanceValue>(natInstances)) {
    const plugin = pluginOf(entry.value);
    if (plugin !== undefined && plugins.includes(plugin)) yield { ...entry, plugin };
  }
}
