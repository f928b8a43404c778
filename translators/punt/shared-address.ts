import { StnAddDelRule, StnRulesDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { address, formatAddress } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly ip: string };

interface Value {
  readonly "outgoing-interface": string;
}

/** An address that VPP and its host share (plugin stn). VPP keeps it by index when the interface is deleted. */
export const sharedAddress = defineTranslator<Key, Value>({
  name: "punt-address",
  path: "/sweetcomb-punt:punt/address",
  keys: { ip: "address/ip" },
  leafs: ["outgoing-interface"],
  messages: [StnAddDelRule, StnRulesDump],
  dependsOn: ({ value }) => [interfaces.at({ name: value["outgoing-interface"] })],
  create: (context, entry) => setRule(context, entry, true),
  update: (context, entry) => setRule(context, entry, true),
  delete: (context, entry) => goneIsFine(setRule(context, entry, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { ipAddress, swIfIndex } of vpp.dump(StnRulesDump)) {
      const name = keyOf(interfaces, swIfIndex)?.name;
      if (name !== undefined) yield { key: { ip: formatAddress(ipAddress) }, value: { "outgoing-interface": name } };
    }
  },
});

async function setRule(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const swIfIndex = handleOf(interfaces.at({ name: value["outgoing-interface"] }));
  await vpp.call(StnAddDelRule, { isAdd, ipAddress: address(key.ip), swIfIndex });
}
