import type { VppCaller } from "vpp-binapi-ts";
import {
  Det44InterfaceAddDelFeature,
  Det44InterfaceDump,
  FeatureEnableDisable,
  Nat64AddDelInterface,
  Nat64InterfaceDump,
  Nat66AddDelInterface,
  Nat66InterfaceDump,
  NatConfigFlags,
  SwInterfaceDump,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import {
  configuredInstance,
  type InstanceKey,
  type InstanceValue,
  instanceKeys,
  instanceOf,
  instancePath,
  instancesOf,
  pluginOf,
} from "./instance.js";
import { type InterfaceRole, type Sides, translated } from "./nat44/dialect.js";
import { dialectOf } from "./nat44/dialects.js";

type Key = InstanceKey & { readonly interface: string };

interface Value {
  readonly inside?: boolean;
  readonly outside?: boolean;
  readonly "output-feature"?: boolean;
}

const roles: readonly InterfaceRole[] = ["inside", "outside", "output-feature"];

/** What an interface is to a NAT: inside, outside, both, or one with the output feature. */
export const natInterface = defineTranslator<Key, Value>({
  name: "nat-interface",
  path: `${instancePath}/sweetcomb-nat:interface`,
  keys: { ...instanceKeys, interface: "interface/interface" },
  leafs: [...roles],
  // The instance decides which others it takes, and cannot be made where they are missing.
  messages: [SwInterfaceDump],
  dependsOn: ({ key }) => [instanceOf(key), interfaces.at({ name: key.interface })],
  create: (context, { key, value }) => setRoles(context, key, rolesOf(value), []),
  update: (context, { key, value }, before) => setRoles(context, key, rolesOf(value), rolesOf(before)),
  // The output feature excludes the sides.
  canUpdate: (before, after) => before["output-feature"] === after["output-feature"],
  delete: (context, { key, value }) => setRoles(context, key, [], rolesOf(value)),
  reads: [interfaces],
  async *dump(context) {
    for (const { key, value: instance } of instancesOf(context, "nat44-ed", "nat44-ei", "nat64", "nat66", "det44")) {
      const { sides, output } = interfacesOf(instance);
      for await (const { swIfIndex, inside, outside } of sides(context.vpp)) {
        const name = context.keyOf(interfaces, swIfIndex)?.name;
        const value = { inside, outside, "output-feature": false };
        if (name !== undefined) yield { key: { ...key, interface: name }, value };
      }
      for await (const { swIfIndex } of output(context.vpp)) {
        const name = context.keyOf(interfaces, swIfIndex)?.name;
        const value = { inside: false, outside: false, "output-feature": true };
        if (name !== undefined) yield { key: { ...key, interface: name }, value };
      }
    }
  },
});

function rolesOf(value: Value): InterfaceRole[] {
  return roles.filter((role) => value[role] === true);
}

async function setRoles(
  context: TranslatorContext,
  key: Key,
  after: readonly InterfaceRole[],
  before: readonly InterfaceRole[],
): Promise<void> {
  const { set } = interfacesOf(configuredInstance(context, key));
  const swIfIndex = context.handleOf(interfaces.at({ name: key.interface }));
  const step = (role: InterfaceRole, isAdd: boolean) => ({
    do: () => {
      const request = set(context.vpp, swIfIndex, role, isAdd);
      return isAdd ? request : goneIsFine(request);
    },
    undo: () => set(context.vpp, swIfIndex, role, !isAdd),
  });
  await allOrNone([
    ...after.filter((role) => !before.includes(role)).map((role) => step(role, true)),
    ...before.filter((role) => !after.includes(role)).map((role) => step(role, false)),
  ]);
}

interface NatInterfaces {
  set(vpp: VppCaller, swIfIndex: number, role: InterfaceRole, isAdd: boolean): Promise<unknown>;
  sides(vpp: VppCaller): AsyncIterable<Sides>;
  output(vpp: VppCaller): AsyncIterable<{ readonly swIfIndex: number }>;
}

function interfacesOf(instance: InstanceValue): NatInterfaces {
  switch (pluginOf(instance)) {
    case "nat64":
      return nat64Interfaces;
    case "nat66":
      return nat66Interfaces;
    case "det44":
      return det44Interfaces;
    default: {
      const { setInterface: set, interfaces: sides, outputInterfaces: output } = dialectOf(instance);
      return { set, sides, output };
    }
  }
}

const nat64Interfaces: NatInterfaces = {
  set: (vpp, swIfIndex, role, isAdd) => vpp.call(Nat64AddDelInterface, { isAdd, swIfIndex, flags: flagsOf(role) }),
  sides: (vpp) =>
    translated(vpp, Nat64InterfaceDump, ({ swIfIndex, flags }) => ({
      swIfIndex,
      inside: isInside(flags),
      outside: (flags & NatConfigFlags.NAT_IS_OUTSIDE) !== 0,
    })),
  output: none,
};

const nat66Interfaces: NatInterfaces = {
  set: (vpp, swIfIndex, role, isAdd) => vpp.call(Nat66AddDelInterface, { isAdd, swIfIndex, flags: flagsOf(role) }),
  // VPP has no flag for outside here.
  sides: (vpp) =>
    translated(vpp, Nat66InterfaceDump, ({ swIfIndex, flags }) => ({
      swIfIndex,
      inside: isInside(flags),
      outside: !isInside(flags),
    })),
  output: none,
};

const det44Interfaces: NatInterfaces = {
  async set(vpp, swIfIndex, role, isAdd) {
    const isInsideRole = role === "inside";
    const add = (isAdd: boolean) => vpp.call(Det44InterfaceAddDelFeature, { isAdd, isInside: isInsideRole, swIfIndex });
    if (isAdd) {
      await add(true);
      return;
    }
    // VPP 26.06 switches its node on once more where it should switch it off, and nodes are counted.
    const featureName = isInsideRole ? "det44-in2out" : "det44-out2in";
    const node = { swIfIndex, arcName: "ip4-unicast", featureName };
    const switchOff = {
      do: () => vpp.call(FeatureEnableDisable, { ...node, enable: false }),
      undo: () => vpp.call(FeatureEnableDisable, { ...node, enable: true }),
    };
    await allOrNone([{ do: () => add(false), undo: () => add(true) }, switchOff, switchOff]);
  },
  sides: (vpp) =>
    translated(vpp, Det44InterfaceDump, ({ swIfIndex, isInside, isOutside }) => ({
      swIfIndex,
      inside: isInside,
      outside: isOutside,
    })),
  output: none,
};

async function* none() {}

function flagsOf(role: InterfaceRole): NatConfigFlags {
  return role === "inside" ? NatConfigFlags.NAT_IS_INSIDE : NatConfigFlags.NAT_IS_OUTSIDE;
}

function isInside(flags: number): boolean {
  return (flags & NatConfigFlags.NAT_IS_INSIDE) !== 0;
}
