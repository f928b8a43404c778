import { defineKind, defineTranslator } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { ipTables } from "./ip-table.js";

export type InstanceKey = { readonly type: string; readonly name: string };

export interface InstanceValue {
  readonly "sweetcomb-routing:vrf"?: string;
}

export const instancePath = "/ietf-routing:routing/control-plane-protocols/control-plane-protocol";
export const instanceKeys = { type: "control-plane-protocol/type", name: "control-plane-protocol/name" } as const;
export const staticType = "ietf-routing:static";

/** Instances of static routing, once for each family. The handle is the number of the table that their routes go to. */
export const staticInstances = {
  ipv4: defineKind<InstanceKey>("ipv4-static-routing", ["type", "name"]),
  ipv6: defineKind<InstanceKey>("ipv6-static-routing", ["type", "name"]),
};

export const ipv4StaticInstance = staticInstance("ipv4");
export const ipv6StaticInstance = staticInstance("ipv6");

/** An instance of the static routing protocol. VPP knows no such thing: it only says which table its routes are in. */
function staticInstance(family: Family) {
  return defineTranslator<InstanceKey, InstanceValue>({
    name: staticInstances[family].name,
    kind: staticInstances[family],
    path: instancePath,
    keys: instanceKeys,
    leafs: ["sweetcomb-routing:vrf"],
    when: () => true,
    messages: [],
    validate({ key }) {
      if (key.type === staticType) return undefined;
      const message = `Only static routing is supported, not ${key.type}`;
      return { leaf: "type", message, tag: "operation-not-supported" };
    },
    dependsOn({ value }) {
      const vrf = value["sweetcomb-routing:vrf"];
      return vrf === undefined ? [] : [ipTables[family].at({ vrf })];
    },
    marks: ({ value }) => [vrfMark(value)],
    async create({ handleOf }, { value }) {
      const vrf = value["sweetcomb-routing:vrf"];
      return vrf === undefined ? 0 : handleOf(ipTables[family].at({ vrf }));
    },
    update: "recreate",
    async delete() {},
    dump: "unreadable",
  });
}

/** By what the instances are found whose routes are in a VRF. */
export function vrfMark({ "sweetcomb-routing:vrf": vrf }: InstanceValue): string {
  return vrf === undefined ? "static routing in no VRF" : `static routing in VRF ${vrf}`;
}
