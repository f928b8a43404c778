/** NPTv6: the plugin npt66, which has one pair of prefixes for an interface and shows none. */

import { Npt66BindingAddDel } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { interfaces } from "../interfaces/interface.js";
import { ip6Bytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { type InstanceKey, instanceKeys, instancePath, natInstances, pluginOf } from "./instance.js";

interface Value {
  readonly type: string;
  readonly policy?: readonly Policy[];
}

interface Policy {
  readonly id: number;
  readonly "nptv6-prefixes"?: readonly {
    readonly "internal-ipv6-prefix": string;
    readonly "external-ipv6-prefix": string;
  }[];
  readonly "external-realm"?: { readonly "external-interface"?: string };
}

interface Binding {
  readonly leaf: string;
  readonly interface: string;
  readonly internal: string;
  readonly external: string;
}

/** An instance with its bindings, one a policy. */
export const npt66Instance = defineTranslator<InstanceKey, Value>({
  name: "npt66-instance",
  kind: natInstances,
  path: instancePath,
  keys: instanceKeys,
  leafs: ["type", "policy"],
  when: (value) => pluginOf(value) === "npt66",
  messages: [Npt66BindingAddDel],
  validate: ({ value }) => refuseBindings(bindingsOf(value)),
  dependsOn: ({ value }) => bindingsOf(value).map(({ interface: name }) => interfaces.at({ name })),
  create: setBindings,
  update: "recreate",
  async delete(context, { value }) {
    for (const binding of bindingsOf(value)) await goneIsFine(setBinding(context, binding, false));
  },
  dump: "unreadable",
});

async function setBindings(context: TranslatorContext, { value }: Entry<InstanceKey, Value>): Promise<void> {
  await allOrNone(
    bindingsOf(value).map((binding) => ({
      do: () => setBinding(context, binding, true),
      undo: () => setBinding(context, binding, false),
    })),
  );
}

function setBinding({ vpp, handleOf }: TranslatorContext, binding: Binding, isAdd: boolean): Promise<unknown> {
  return vpp.call(Npt66BindingAddDel, {
    isAdd,
    swIfIndex: handleOf(interfaces.at({ name: binding.interface })),
    internal: prefixOf(binding.internal),
    external: prefixOf(binding.external),
  });
}

function bindingsOf({ policy = [] }: Value): Binding[] {
  return policy.flatMap(({ id, "nptv6-prefixes": prefixes = [], "external-realm": realm }) =>
    prefixes.map((pair) => ({
      leaf: `policy[id='${id}']/nptv6-prefixes[internal-ipv6-prefix='${pair["internal-ipv6-prefix"]}']`,
      interface: realm?.["external-interface"] ?? "",
      internal: pair["internal-ipv6-prefix"],
      external: pair["external-ipv6-prefix"],
    })),
  );
}

function refuseBindings(bindings: readonly Binding[]): Refusal | undefined {
  for (const [index, binding] of bindings.entries()) {
    if (prefixOf(binding.internal).len > 64 || prefixOf(binding.external).len > 64) {
      return { leaf: binding.leaf, message: "VPP takes prefixes of up to 64 bits" };
    }
    if (bindings.findIndex((other) => other.interface === binding.interface) !== index) {
      return { leaf: binding.leaf, message: "An interface has one pair of prefixes" };
    }
  }
  return undefined;
}

function prefixOf(text: string) {
  const [address = "", length] = text.split("/");
  return { address: ip6Bytes(address), len: Number(length) };
}
