import { IpsecInterfaceAddDelSpd } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { policyDatabases } from "./policy-database.js";
import { exceptions, protections } from "./rule-fence.js";

interface Value {
  readonly "sweetcomb-ipsec:ipsec-policy-database": number;
}

/** The policy database of an interface. */
export const interfacePolicyDatabase = defineTranslator<InterfaceKey, Value>({
  name: "ipsec-interface-policy-database",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-ipsec:ipsec-policy-database"],
  messages: [IpsecInterfaceAddDelSpd],
  dependsOn: ({ key, value }) => [
    interfaces.at(key),
    policyDatabases.at({ id: String(value["sweetcomb-ipsec:ipsec-policy-database"]) }),
  ],
  afterAll: [exceptions, protections],
  create: (context, entry) => bind(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(bind(context, entry, false)),
  // VPP tells the place of the database in its memory, and nothing leads from there to the number.
  dump: "unreadable",
});

async function bind(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const swIfIndex = handleOf(interfaces.at(key));
  await vpp.call(IpsecInterfaceAddDelSpd, { isAdd, swIfIndex, spdId: value["sweetcomb-ipsec:ipsec-policy-database"] });
}
