import { DhcpClientDetectEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "sweetcomb-dhcp:dhcp": { readonly "detect-answers"?: boolean };
}

/** Answers of DHCP servers that come in on an interface get to VPP's client, also without IPv4 there. */
export const dhcpClientDetect = defineTranslator<InterfaceKey, Value>({
  name: "dhcp-client-detect",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-dhcp:dhcp/detect-answers"],
  when: (value) => value["sweetcomb-dhcp:dhcp"]?.["detect-answers"] === true,
  messages: [DhcpClientDetectEnableDisable],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key }) => detect(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(detect(context, key, false)),
  dump: "unreadable",
});

async function detect({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, enable: boolean): Promise<void> {
  await vpp.call(DhcpClientDetectEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enable });
}
