import { Ip6NdAddressAutoconfig, SwInterfaceIp6EnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { releaseIpv6 } from "../ip/ipv6-enabled.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "install-default-routes"?: boolean;
}

/**
 * Addresses out of router advertisements. VPP keeps its own note of the interface, which outlives it, so this is switched off
 * before the interface goes.
 */
export const autoconfiguration = defineTranslator<InterfaceKey, Value>({
  name: "ipv6-autoconfiguration",
  path: `${interfacePath}/ietf-ip:ipv6/sweetcomb-ip:autoconfiguration`,
  keys: interfaceKeys,
  leafs: ["install-default-routes"],
  when: () => true,
  messages: [Ip6NdAddressAutoconfig, SwInterfaceIp6EnableDisable],
  dependsOn: ({ key }) => [interfaces.at(key), interfaceVrfs.ipv6.at(key)],
  create: (context, { key, value }) => setAutoconfiguration(context, key, true, value),
  update: (context, { key, value }) => setAutoconfiguration(context, key, true, value),
  async delete(context, { key }) {
    await goneIsFine(setAutoconfiguration(context, key, false, {}));
    await releaseIpv6(context, key);
  },
  dump: "unreadable",
});

async function setAutoconfiguration(
  { vpp, handleOf }: TranslatorContext,
  key: InterfaceKey,
  enable: boolean,
  { "install-default-routes": installDefaultRoutes = false }: Value,
): Promise<void> {
  const swIfIndex = handleOf(interfaces.at(key));
  await vpp.call(Ip6NdAddressAutoconfig, { swIfIndex, enable, installDefaultRoutes });
}
