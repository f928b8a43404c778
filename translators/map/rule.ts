import { MapAddDelRule, MapDomainsGet, MapRuleDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { formatIp6, ip6Bytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { type DomainKey, domainKeys, domainPath, mapDomains } from "./domain.js";

type Key = DomainKey & { readonly psid: string };

interface Value {
  readonly "ipv6-destination": string;
}

/** VPP never ends a dump of the rules of a domain whose port sets have so many bits. */
const ENDLESS_DUMP = 16;

/** Who has one port set of a domain. */
export const mapRule = defineTranslator<Key, Value>({
  name: "map-rule",
  path: `${domainPath}/rule`,
  keys: { ...domainKeys, psid: "rule/psid" },
  leafs: ["ipv6-destination"],
  messages: [MapAddDelRule, MapRuleDump, MapDomainsGet],
  dependsOn: ({ key: { domain } }) => [mapDomains.at({ domain })],
  create: (context, entry) => setRule(context, entry, true),
  update: (context, entry) => setRule(context, entry, true),
  // VPP's word for a domain that is not there.
  delete: (context, entry) => goneIsFine(setRule(context, entry, false), "UNSPECIFIED"),
  reads: [mapDomains],
  async *dump({ vpp, keyOf }) {
    for await (const { domainIndex, psidLength } of vpp.dump(MapDomainsGet, { cursor: 0 })) {
      const domain = keyOf(mapDomains, domainIndex)?.domain;
      if (domain === undefined || psidLength >= ENDLESS_DUMP) continue;
      for await (const { psid, ip6Dst } of vpp.dump(MapRuleDump, { domainIndex })) {
        yield { key: { domain, psid: String(psid) }, value: { "ipv6-destination": formatIp6(ip6Dst) } };
      }
    }
  },
});

async function setRule(
  { vpp, handleOf }: TranslatorContext,
  { key: { domain, psid }, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const index = handleOf(mapDomains.at({ domain }));
  await vpp.call(MapAddDelRule, { index, isAdd, ip6Dst: ip6Bytes(value["ipv6-destination"]), psid: Number(psid) });
}
