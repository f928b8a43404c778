/** What the policy of source NAT looks at. VPP forgets it with the source addresses, and tells none of it. */

import {
  CnatGetSnatAddresses,
  CnatSnatPolicyAddDelExcludePfx,
  CnatSnatPolicyAddDelIf,
  CnatSnatPolicyTable,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { prefix } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { requireSourceNat, sourceNat, sourceNatPath } from "./source-nat.js";
import { keepTable } from "./table-of-prefixes.js";

type PrefixKey = { readonly prefix: string };
type InterfaceKey = { readonly name: string; readonly role: string };

const tables: Readonly<Record<string, CnatSnatPolicyTable>> = {
  "include-ipv4": CnatSnatPolicyTable.CNAT_POLICY_INCLUDE_V4,
  "include-ipv6": CnatSnatPolicyTable.CNAT_POLICY_INCLUDE_V6,
  pod: CnatSnatPolicyTable.CNAT_POLICY_POD,
  host: CnatSnatPolicyTable.CNAT_POLICY_HOST,
};

/** Destinations to which connections keep their source. */
export const excludedPrefix = defineTranslator<PrefixKey, object>({
  name: "cnat-exclude-prefix",
  path: `${sourceNatPath}/exclude-prefix`,
  keys: { prefix: "exclude-prefix/prefix" },
  when: () => true,
  messages: [CnatSnatPolicyAddDelExcludePfx, CnatGetSnatAddresses],
  partOf: () => sourceNat.at({}),
  create: (context, { key }) => setPrefix(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setPrefix(context, key, false)),
  dump: "unreadable",
});

/** What an interface is for the policy. */
export const sourceNatInterface = defineTranslator<InterfaceKey, object>({
  name: "cnat-source-nat-interface",
  path: `${sourceNatPath}/interface`,
  keys: { name: "interface/name", role: "interface/role" },
  when: () => true,
  messages: [CnatSnatPolicyAddDelIf],
  dependsOn: ({ key: { name } }) => [interfaces.at({ name })],
  partOf: () => sourceNat.at({}),
  create: (context, { key }) => setInterface(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setInterface(context, key, false)),
  dump: "unreadable",
});

async function setPrefix(context: TranslatorContext, key: PrefixKey, isAdd: boolean): Promise<void> {
  await requireSourceNat(context);
  await keepTable(context);
  await context.vpp.call(CnatSnatPolicyAddDelExcludePfx, { isAdd: Number(isAdd), prefix: prefix(key.prefix) });
}

async function setInterface(context: TranslatorContext, { name, role }: InterfaceKey, isAdd: boolean) {
  const swIfIndex = context.handleOf(interfaces.at({ name }));
  await keepTable(context);
  await context.vpp.call(CnatSnatPolicyAddDelIf, { swIfIndex, isAdd: Number(isAdd), table: tables[role]! });
}
