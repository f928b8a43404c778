import { BdIpMacAddDel, BdIpMacDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { address, formatAddress, formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { bridgeDomainPath, bridgeDomains } from "./bridge-domain.js";

type Key = { readonly domain: string; readonly ip: string };

interface Value {
  readonly "mac-address": string;
}

/** A neighbour for which a bridge domain answers ARP requests and neighbour solicitations. */
export const arpEntry = defineTranslator<Key, Value>({
  name: "bridge-arp-entry",
  path: `${bridgeDomainPath}/arp-entry`,
  keys: { domain: "bridge-domain/name", ip: "arp-entry/ip-address" },
  leafs: ["mac-address"],
  messages: [BdIpMacAddDel, BdIpMacDump],
  partOf: ({ key: { domain } }) => bridgeDomains.at({ name: domain }),
  create: (context, entry) => setEntry(context, entry, true),
  update: (context, entry) => setEntry(context, entry, true),
  // VPP's word for an entry that is not there.
  delete: (context, entry) => goneIsFine(setEntry(context, entry, false), "UNSPECIFIED"),
  reads: [bridgeDomains],
  async *dump(context) {
    for await (const { entry } of context.vpp.dump(BdIpMacDump, { bdId: ALL_DOMAINS })) {
      const domain = context.keyOf(bridgeDomains, entry.bdId)?.name;
      if (domain === undefined) continue;
      yield { key: { domain, ip: formatAddress(entry.ip) }, value: { "mac-address": formatMac(entry.mac) } };
    }
  },
});

const ALL_DOMAINS = 0xffff_ffff;

async function setEntry(
  { vpp, handleOf }: TranslatorContext,
  { key: { domain, ip }, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const bdId = handleOf(bridgeDomains.at({ name: domain }));
  await vpp.call(BdIpMacAddDel, { isAdd, entry: { bdId, ip: address(ip), mac: macBytes(value["mac-address"]) } });
}
