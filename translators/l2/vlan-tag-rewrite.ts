import { L2InterfaceVlanTagRewrite, type SwInterfaceDetails, SwInterfaceDump } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
} from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { l2Attachments } from "./attachment.js";

interface Rewrite {
  readonly operation: string;
  readonly "push-type"?: "dot1q" | "dot1ad";
  readonly "outer-tag"?: number;
  readonly "inner-tag"?: number;
}

interface Value {
  readonly "sweetcomb-l2:l2": { readonly "vlan-tag-rewrite": Rewrite };
}

/** VPP's numbers of the operations (l2_vtr_op_t); 0 rewrites nothing. */
const operations = [
  "none",
  "push-1",
  "push-2",
  "pop-1",
  "pop-2",
  "translate-1-1",
  "translate-1-2",
  "translate-2-1",
  "translate-2-2",
];

/** The rewriting of VLAN tags on an interface in layer 2. VPP forgets it when the interface leaves layer 2. */
export const vlanTagRewrite = defineTranslator<InterfaceKey, Value>({
  name: "vlan-tag-rewrite",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-l2:l2/vlan-tag-rewrite"],
  messages: [L2InterfaceVlanTagRewrite, SwInterfaceDump],
  dependsOn: ({ key }) => [l2Attachments.at(key)],
  create: (context, { key, value }) => rewrite(context, key, value["sweetcomb-l2:l2"]["vlan-tag-rewrite"]),
  update: (context, { key, value }) => rewrite(context, key, value["sweetcomb-l2:l2"]["vlan-tag-rewrite"]),
  delete: (context, { key }) => goneIsFine(rewrite(context, key, { operation: "none" })),
  reads: [interfaces],
  async *dump(context) {
    for (const { details, name } of (await listInterfaces(context)).values()) {
      if (details.vtrOp === 0) continue;
      yield { key: { name }, value: { "sweetcomb-l2:l2": { "vlan-tag-rewrite": rewriteFrom(details) } } };
    }
  },
});

async function rewrite({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, value: Rewrite): Promise<void> {
  await vpp.call(L2InterfaceVlanTagRewrite, {
    swIfIndex: handleOf(interfaces.at(key)),
    vtrOp: operations.indexOf(value.operation),
    pushDot1q: value["push-type"] === "dot1ad" ? 0 : 1,
    tag1: value["outer-tag"] ?? 0,
    tag2: value["inner-tag"] ?? 0,
  });
}

function rewriteFrom({ vtrOp, vtrPushDot1q, vtrTag1, vtrTag2 }: SwInterfaceDetails): Rewrite {
  const operation = operations[vtrOp] ?? "none";
  const putsOn = /^(?:push-|translate-\d-)(\d)$/.exec(operation)?.[1];
  return {
    operation,
    ...(putsOn !== undefined && { "push-type": vtrPushDot1q === 0 ? "dot1ad" : "dot1q", "outer-tag": vtrTag1 }),
    ...(putsOn === "2" && { "inner-tag": vtrTag2 }),
  };
}
