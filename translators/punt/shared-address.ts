import { ShowVersion, StnAddDelRule, StnRulesDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { address, formatAddress } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { isRelease2606OrEarlier } from "../vpp-release.js";

type Key = { readonly ip: string };

interface Value {
  readonly "outgoing-interface": string;
}

/**
 * How many rules VPP 26.06 counts on an interface until its counter, of eight bits, is where it was.
 *
 * Each rule counts as an address of its interface, and VPP does not count down when the rule goes: the number of the interface stays
 * marked, and the next one that gets it drops IP, since VPP takes it for one that has IP already. Nothing else counts it down.
 */
const countsInTurn = 256;

/** An address that VPP and its host share (plugin stn). VPP keeps it by index when the interface is deleted. */
export const sharedAddress = defineTranslator<Key, Value>({
  name: "punt-address",
  path: "/sweetcomb-punt:punt/address",
  keys: { ip: "address/ip" },
  leafs: ["outgoing-interface"],
  messages: [StnAddDelRule, StnRulesDump, ShowVersion],
  dependsOn: ({ value }) => [interfaces.at({ name: value["outgoing-interface"] })],
  create: (context, entry) => setRule(context, entry, true),
  // VPP would forget on which interface it has counted.
  update: "recreate",
  async delete(context, entry) {
    if ((await isRelease2606OrEarlier(context)) && (await hasRule(context, entry))) await countOn(context, entry);
    await goneIsFine(setRule(context, entry, false));
  },
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { ipAddress, swIfIndex } of vpp.dump(StnRulesDump)) {
      const name = keyOf(interfaces, swIfIndex)?.name;
      if (name !== undefined) yield { key: { ip: formatAddress(ipAddress) }, value: { "outgoing-interface": name } };
    }
  },
});

/** Sets a rule that is there again, until VPP has counted as often as makes no difference. */
async function countOn(context: TranslatorContext, entry: Entry<Key, Value>): Promise<void> {
  await Promise.all(Array.from({ length: countsInTurn - 1 }, () => setRule(context, entry, true)));
}

async function hasRule({ vpp }: TranslatorContext, { key }: Entry<Key, Value>): Promise<boolean> {
  for await (const { ipAddress } of vpp.dump(StnRulesDump)) {
    if (formatAddress(ipAddress) === key.ip) return true;
  }
  return false;
}

async function setRule(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const swIfIndex = handleOf(interfaces.at({ name: value["outgoing-interface"] }));
  await vpp.call(StnAddDelRule, { isAdd, ipAddress: address(key.ip), swIfIndex });
}
