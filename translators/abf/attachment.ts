import { AbfItfAttachAddDel, AbfItfAttachDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfacePath, interfaces } from "../interfaces/interface.js";
import type { Family } from "../ip/addresses.js";
import { refuseReceivedAgain } from "../routing/received-again.js";
import { goneIsFine } from "../vpp-answers.js";
import { type AbfAttachmentKey, abfAttachments, abfPolicies } from "./kinds.js";

interface Value {
  readonly "address-family"?: Family;
  readonly priority?: number;
}

/** A policy on an interface. VPP crashes when the policy is not there. */
export const abfAttachment = defineTranslator<AbfAttachmentKey, Value>({
  name: abfAttachments.name,
  kind: abfAttachments,
  path: `${interfacePath}/sweetcomb-abf:abf-policy`,
  keys: { interface: "interface/name", policy: "abf-policy/policy" },
  leafs: ["address-family", "priority"],
  when: () => true,
  messages: [AbfItfAttachAddDel, AbfItfAttachDump],
  dependsOn: ({ key }) => [interfaces.at({ name: key.interface }), abfPolicies.at({ id: key.policy })],
  validateTogether: ({ key }, objects) => refuseReceivedAgain(key.interface, "policy", objects),
  create: (context, entry) => attach(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(attach(context, entry, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { attach: found } of vpp.dump(AbfItfAttachDump)) {
      const name = keyOf(interfaces, found.swIfIndex)?.name;
      if (name === undefined) continue;
      const value: Value = { "address-family": found.isIpv6 ? "ipv6" : "ipv4", priority: found.priority };
      yield { key: { interface: name, policy: String(found.policyId) }, value };
    }
  },
});

async function attach(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<AbfAttachmentKey, Value>,
  isAdd: boolean,
): Promise<void> {
  await vpp.call(AbfItfAttachAddDel, {
    isAdd,
    attach: {
      policyId: Number(key.policy),
      swIfIndex: handleOf(interfaces.at({ name: key.interface })),
      isIpv6: value["address-family"] === "ipv6",
      priority: value.priority ?? 0,
    },
  });
}
