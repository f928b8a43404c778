import { IpReassemblyEnableDisable, IpReassType } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { type Families, includes } from "./families.js";

interface Value {
  readonly "sweetcomb-ip:reassembly": Families;
}

/** Reassembly of all fragments that an interface receives. VPP counts how often it was told so, and does not tell. */
export const interfaceReassembly = defineTranslator<InterfaceKey, Value>({
  name: "interface-reassembly",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-ip:reassembly"],
  messages: [IpReassemblyEnableDisable],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key, value }) => setFamilies(context, key, value["sweetcomb-ip:reassembly"]),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setFamilies(context, key, "")),
  dump: "unreadable",
});

async function setFamilies({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, families: Families): Promise<void> {
  await vpp.call(IpReassemblyEnableDisable, {
    swIfIndex: handleOf(interfaces.at(key)),
    enableIp4: includes(families, "ipv4"),
    enableIp6: includes(families, "ipv6"),
    type: IpReassType.IP_REASS_TYPE_FULL,
  });
}
