import { AclInterfaceEtypeWhitelistDump, AclInterfaceSetEtypeWhitelist } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { attachmentKeys, attachmentPath } from "./attachment.js";
import type { AttachmentKey } from "./kinds.js";

interface Types {
  readonly ingress?: readonly number[];
  readonly egress?: readonly number[];
}

interface Value {
  readonly "sweetcomb-acl:ethertypes": Types;
}

/**
 * Types of frames that are neither IPv4 nor IPv6 and that a bridged interface with lists lets pass. VPP keeps them when the
 * interface goes, for the next one with its index, so they are taken away before.
 */
export const aclEthertypes = defineTranslator<AttachmentKey, Value>({
  name: "acl-ethertypes",
  path: attachmentPath,
  keys: attachmentKeys,
  leafs: ["sweetcomb-acl:ethertypes"],
  messages: [AclInterfaceSetEtypeWhitelist, AclInterfaceEtypeWhitelistDump],
  dependsOn: ({ key }) => [interfaces.at({ name: key.interface })],
  create: (context, { key, value }) => setTypes(context, key, value["sweetcomb-acl:ethertypes"]),
  update: (context, { key, value }) => setTypes(context, key, value["sweetcomb-acl:ethertypes"]),
  delete: (context, { key }) => goneIsFine(setTypes(context, key, {})),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const details of vpp.dump(AclInterfaceEtypeWhitelistDump, { swIfIndex: NO_INTERFACE })) {
      const name = keyOf(interfaces, details.swIfIndex)?.name;
      if (name === undefined) continue;
      const [ingress, egress] = [details.whitelist.slice(0, details.nInput), details.whitelist.slice(details.nInput)];
      const types = { ...(ingress.length > 0 && { ingress }), ...(egress.length > 0 && { egress }) };
      yield { key: { interface: name }, value: { "sweetcomb-acl:ethertypes": types } };
    }
  },
  matches: (configured, dumped) => textOf(configured) === textOf(dumped),
});

async function setTypes(
  { vpp, handleOf }: TranslatorContext,
  key: AttachmentKey,
  { ingress = [], egress = [] }: Types,
) {
  const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
  const whitelist = [...ingress, ...egress];
  await vpp.call(AclInterfaceSetEtypeWhitelist, { swIfIndex, nInput: ingress.length, whitelist });
}

/** The order does not matter. */
function textOf({ "sweetcomb-acl:ethertypes": { ingress = [], egress = [] } }: Value): string {
  return [ingress, egress].map((types) => [...types].sort((one, other) => one - other).join(" ")).join("; ");
}
