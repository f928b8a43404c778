import { IpsecSadBind, IpsecSadUnbind } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type AssociationKey, securityAssociations } from "./associations.js";
import { associationKeys, associationPath } from "./security-association.js";

interface Value {
  readonly worker: number;
}

/** The worker that handles the packets of a security association. */
export const associationWorker = defineTranslator<AssociationKey, Value>({
  name: "ipsec-sa-worker",
  path: associationPath,
  keys: associationKeys,
  leafs: ["worker"],
  messages: [IpsecSadBind, IpsecSadUnbind],
  dependsOn: ({ key }) => [securityAssociations.at(key)],
  partOf: ({ key }) => securityAssociations.at(key),
  create: (context, { key, value }) => bind(context, key, value),
  update: (context, { key, value }) => bind(context, key, value),
  async delete({ vpp }, { key }) {
    await vpp.call(IpsecSadUnbind, { saId: Number(key.id) });
  },
  // The thread in the dump may as well be the one that saw the first packet.
  dump: "unreadable",
});

async function bind({ vpp }: TranslatorContext, { id }: AssociationKey, { worker }: Value): Promise<void> {
  await vpp.call(IpsecSadBind, { saId: Number(id), worker });
}
