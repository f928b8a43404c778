import { VppApiError } from "vpp-binapi-ts";
import { SwInterfaceIp6EnableDisable, SwInterfaceIp6GetLinkLocalAddress } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";

interface Value {
  readonly "ietf-ip:ipv6"?: { readonly enabled?: boolean };
}

/** Interfaces with IPv6: what router advertisements depend on. */
export const ipv6Interfaces = defineKind<InterfaceKey>("interface-ipv6-enabled", ["name"]);

/**
 * IPv6 on an interface, which gives it a link-local address. VPP counts who wants it: addresses enable it as well, and it stays
 * while one of them is there.
 */
export const interfaceIpv6Enabled = defineTranslator<InterfaceKey, Value>({
  name: ipv6Interfaces.name,
  kind: ipv6Interfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["ietf-ip:ipv6/enabled"],
  when: (value) => value["ietf-ip:ipv6"]?.enabled === true,
  messages: [SwInterfaceIp6EnableDisable, SwInterfaceIp6GetLinkLocalAddress],
  dependsOn: ({ key }) => [interfaces.at(key)],
  async create(context, { key }) {
    await enable(context, key, true).catch(passing("VALUE_EXIST"));
  },
  update: "recreate",
  delete: (context, { key }) => enable(context, key, false).catch(passing("IP6_NOT_ENABLED", "INVALID_SW_IF_INDEX")),
  reads: [interfaces],
  async *dump({ vpp, handles }) {
    const asked = Array.from(handles(interfaces), async ([key, swIfIndex]) => {
      const reply = vpp.call(SwInterfaceIp6GetLinkLocalAddress, { swIfIndex });
      const isEnabled = await reply.then(() => true, passing("IP6_NOT_ENABLED", "INVALID_SW_IF_INDEX"));
      return { key, isEnabled: isEnabled === true };
    });
    for (const { key, isEnabled } of await Promise.all(asked)) {
      if (isEnabled) yield { key, value: { "ietf-ip:ipv6": { enabled: true } } };
    }
  },
});

async function enable({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, isOn: boolean): Promise<void> {
  await vpp.call(SwInterfaceIp6EnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enable: isOn });
}

/** Takes the named refusals of VPP for an answer. */
function passing(...codeNames: readonly string[]) {
  return (refusal: unknown): void => {
    if (!(refusal instanceof VppApiError) || !codeNames.includes(refusal.codeName)) throw refusal;
  };
}
