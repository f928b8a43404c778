import { IpsecSpdAddDel, IpsecSpdsDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";

export type DatabaseKey = { readonly id: string };

export const policyDatabases = defineKind<DatabaseKey>("ipsec-policy-database", ["id"]);
export const databasePath = "/sweetcomb-ipsec:ipsec/policy-database";

/** A security policy database, without its policies. */
export const policyDatabase = defineTranslator<DatabaseKey, object>({
  name: "ipsec-policy-database",
  kind: policyDatabases,
  path: databasePath,
  keys: { id: "policy-database/id" },
  leafs: [],
  when: () => true,
  messages: [IpsecSpdAddDel, IpsecSpdsDump],
  async create({ vpp }, { key }) {
    await vpp.call(IpsecSpdAddDel, { isAdd: true, spdId: Number(key.id) });
  },
  update: "recreate",
  delete: ({ vpp }, { key }) => goneIsFine(vpp.call(IpsecSpdAddDel, { isAdd: false, spdId: Number(key.id) })),
  async *dump({ vpp }) {
    for await (const { spdId } of vpp.dump(IpsecSpdsDump)) {
      yield { key: { id: String(spdId) }, value: {}, handle: spdId };
    }
  },
});
