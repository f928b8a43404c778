/** Virtual networks: where their endpoints are. VPP makes interfaces of its own for them, and has one for the default VRF. */

import { OneEidTableAddDelMap, OneEidTableMapDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { bridgeDomains } from "../l2/bridge-domain.js";
import { defaultVrf, ipTables, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { hasCode } from "../vpp-answers.js";
import { type EidKey, kindOfEid } from "./eid.js";
import { lispPath, lispPlane } from "./plane.js";

type Key = { readonly vni: string };

const path = `${lispPath}/eid-table`;
const keys = { vni: "eid-table/vni" } as const;
const messages = [OneEidTableAddDelMap, OneEidTableMapDump];

const vrfTables = defineKind<Key>("lisp-eid-table-vrf", ["vni"]);
const bridgeTables = defineKind<Key>("lisp-eid-table-bridge-domain", ["vni"]);

/** A virtual network of IP prefixes. Network 0 is always that of the default VRF. */
export const eidTableOfVrf = defineTranslator<Key, { readonly vrf: string }>({
  name: vrfTables.name,
  kind: vrfTables,
  path,
  keys,
  leafs: ["vrf"],
  messages,
  // VPP takes the default routes of both families.
  dependsOn: ({ value: { vrf } }) => [lispPlane.at({}), ipTables.ipv4.at({ vrf }), ipTables.ipv6.at({ vrf })],
  async create(context, { key, value }) {
    await setTable(context, key, tableIdOf(context, "ipv4", value.vrf), false, true);
  },
  update: "recreate",
  async delete(context, { key, value }) {
    await setTable(context, key, tableIdOf(context, "ipv4", value.vrf), false, false);
  },
  reads: [ipTables.ipv4],
  async *dump(context) {
    for await (const { vni, dpTable } of context.vpp.dump(OneEidTableMapDump, { isL2: false })) {
      const vrf = vrfOfTable(context, "ipv4", dpTable);
      if (vni !== 0 && vrf !== undefined && vrf !== defaultVrf) yield { key: { vni: String(vni) }, value: { vrf } };
    }
  },
});

/** A virtual network of MAC addresses. */
export const eidTableOfBridgeDomain = defineTranslator<Key, { readonly "bridge-domain": string }>({
  name: bridgeTables.name,
  kind: bridgeTables,
  path,
  keys,
  leafs: ["bridge-domain"],
  messages,
  dependsOn: ({ value }) => [lispPlane.at({}), bridgeDomains.at({ name: value["bridge-domain"] })],
  async create(context, { key, value }) {
    const bdId = context.handleOf(bridgeDomains.at({ name: value["bridge-domain"] }));
    await setTable(context, key, bdId, true, true);
  },
  update: "recreate",
  async delete(context, { key, value }) {
    const bdId = context.handleOf(bridgeDomains.at({ name: value["bridge-domain"] }));
    await setTable(context, key, bdId, true, false);
  },
  reads: [bridgeDomains],
  async *dump({ vpp, keyOf }) {
    for await (const { vni, dpTable } of vpp.dump(OneEidTableMapDump, { isL2: true })) {
      const name = keyOf(bridgeDomains, dpTable)?.name;
      if (name !== undefined) yield { key: { vni: String(vni) }, value: { "bridge-domain": name } };
    }
  },
});

/** The virtual network of endpoints as a dependency; none for those that VPP has from the start. */
export function eidTableDependency({ vni, eid }: EidKey) {
  const kind = kindOfEid(eid);
  if (kind === "nsh" || (kind === "prefix" && vni === "0")) return [];
  return [(kind === "prefix" ? vrfTables : bridgeTables).at({ vni })];
}

async function setTable(
  { vpp }: TranslatorContext,
  { vni }: Key,
  dpTable: number,
  isL2: boolean,
  isAdd: boolean,
): Promise<void> {
  try {
    await vpp.call(OneEidTableAddDelMap, { isAdd, vni: Number(vni), dpTable, isL2 });
  } catch (refusal) {
    // VPP has one word for all: what is gone already is not in the dump.
    if (isAdd || !hasCode(refusal, "UNSPECIFIED") || (await hasTable(vpp, Number(vni), isL2))) throw refusal;
  }
}

async function hasTable(vpp: TranslatorContext["vpp"], vni: number, isL2: boolean): Promise<boolean> {
  for await (const shown of vpp.dump(OneEidTableMapDump, { isL2 })) if (shown.vni === vni) return true;
  return false;
}
