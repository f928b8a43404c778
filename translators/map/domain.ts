import { MapAddDomain, MapDelDomain, type MapDomainDetails, MapDomainsGet } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Refusal } from "../../src/southbound/translator.js";
import { countedLeafs, readIndexedCounters } from "../indexed-counters.js";
import { formatIp4, formatIp6, ip4Bytes, ip6Bytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";

export type DomainKey = { readonly domain: string };

interface Value {
  readonly "ipv4-prefix": string;
  readonly "ipv6-prefix": string;
  readonly "ipv6-source": string;
  readonly "embedded-address-length"?: number;
  readonly "psid-offset"?: number;
  readonly "psid-length"?: number;
  readonly mtu?: number;
}

export const domainPath = "/sweetcomb-map:address-port-mapping/domain";
export const domainKeys = { domain: "domain/name" };
export const mapDomains = defineKind<DomainKey>("map-domain", ["domain"]);

const defaults = { offset: 6, mtu: 1280 };
const IP4_BITS = 32;
/** Embedded bits stand in the first half of an IPv6 address. */
const EMBEDDED_END = 64;

/** A domain. VPP forgets its rules with it, and by a prefix of it any other domain that has the same. The handle is VPP's index. */
export const mapDomain = defineTranslator<DomainKey, Value>({
  name: mapDomains.name,
  kind: mapDomains,
  path: domainPath,
  keys: domainKeys,
  leafs: ["ipv4-prefix", "ipv6-prefix", "ipv6-source", "embedded-address-length", "psid-offset", "psid-length", "mtu"],
  messages: [MapAddDomain, MapDelDomain, MapDomainsGet],
  validate: ({ value }) => refuseBits(value),
  async create({ vpp }, { key, value }) {
    const { index } = await vpp.call(MapAddDomain, {
      ip4Prefix: wirePrefix(value["ipv4-prefix"], ip4Bytes),
      ip6Prefix: wirePrefix(value["ipv6-prefix"], ip6Bytes),
      ip6Src: wirePrefix(value["ipv6-source"], ip6Bytes),
      eaBitsLen: value["embedded-address-length"] ?? 0,
      psidOffset: value["psid-offset"] ?? defaults.offset,
      psidLength: value["psid-length"] ?? 0,
      mtu: value.mtu ?? defaults.mtu,
      tag: key.domain,
    });
    return index;
  },
  update: "recreate",
  // VPP's word for a domain that is not there.
  delete: ({ vpp, handleOf }, { key }) =>
    goneIsFine(vpp.call(MapDelDomain, { index: handleOf(mapDomains.at(key)) }), "UNSPECIFIED"),
  async *dump(context) {
    const countersOf = await readIndexedCounters(context, Object.keys(counted));
    const seen = new Set<string>();
    for await (const details of context.vpp.dump(MapDomainsGet, { cursor: 0 })) {
      const domain = nameOf(details, seen);
      seen.add(domain);
      const { domainIndex: handle } = details;
      yield {
        key: { domain },
        value: settingsOf(details),
        handle,
        state: { statistics: countedLeafs(countersOf, counted, handle) },
      };
    }
  },
});

/** What VPP counts by its number of the domain, and the beginnings of its leafs. */
const counted: Readonly<Record<string, string>> = { "/map/rx": "in", "/map/tx": "out" };

/** Others may make domains without a tag, or with the tag of another. */
function nameOf({ tag, domainIndex }: MapDomainDetails, seen: ReadonlySet<string>): string {
  return tag === "" || seen.has(tag) ? `domain-${domainIndex}` : tag;
}

function settingsOf(details: MapDomainDetails): Value {
  const { ip4Prefix, ip6Prefix, ip6Src, eaBitsLen, psidOffset, psidLength, mtu } = details;
  return {
    "ipv4-prefix": `${formatIp4(ip4Prefix.address)}/${ip4Prefix.len}`,
    "ipv6-prefix": `${formatIp6(ip6Prefix.address)}/${ip6Prefix.len}`,
    "ipv6-source": `${formatIp6(ip6Src.address)}/${ip6Src.len}`,
    "embedded-address-length": eaBitsLen,
    "psid-offset": psidOffset,
    "psid-length": psidLength,
    mtu,
  };
}

/** Bits that do not fit together (RFC 7597 5.2), some of which VPP takes. */
function refuseBits(value: Value): Refusal | undefined {
  const embedded = value["embedded-address-length"] ?? 0;
  const psidLength = value["psid-length"] ?? 0;
  if (embedded === 0) return undefined;
  const [ip4Length, ip6Length] = [lengthOf(value["ipv4-prefix"]), lengthOf(value["ipv6-prefix"])];
  if (psidLength !== Math.max(ip4Length + embedded - IP4_BITS, 0)) {
    const leaf = "psid-length";
    return { leaf, message: "The embedded bits are the rest of the IPv4 address and the number of the port set" };
  }
  if (ip6Length + embedded <= EMBEDDED_END) return undefined;
  return { leaf: "embedded-address-length", message: "Embedded bits have to lie in the first 64 of the IPv6 address" };
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf("/") + 1));
}

function wirePrefix(prefix: string, bytesOf: (text: string) => Uint8Array) {
  return { address: bytesOf(prefix.slice(0, prefix.indexOf("/"))), len: lengthOf(prefix) };
}
