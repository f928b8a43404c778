import { SrMplsSteeringAddDel } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { address, familyOf, ip6Bytes, isAllZero, prefix } from "../ip/addresses.js";
import { tableDependency, tableIdOf } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { srMplsPolicy } from "./policy.js";

type Key = { readonly vrf: string; readonly prefix: string };

interface Value {
  readonly policy: number;
  readonly "vpn-label"?: number;
}

/** Packets to a prefix into a policy. VPP crashes on a table that is not there, and shows neither table nor label. */
export const srMplsSteering = defineTranslator<Key, Value>({
  name: "sr-mpls-steering",
  path: "/sweetcomb-sr-mpls:sr-mpls/steering",
  keys: { vrf: "steering/vrf", prefix: "steering/prefix" },
  leafs: ["policy", "vpn-label"],
  messages: [SrMplsSteeringAddDel],
  validate: ({ key }) => refuseLowAddress(key.prefix),
  dependsOn: ({ key, value }) => [
    srMplsPolicy.at({ bindingSid: String(value.policy) }),
    ...tableDependency(familyOf(key.prefix), key.vrf),
  ],
  create: (context, entry) => steer(context, entry, false),
  update: "recreate",
  // VPP's word for a prefix that is not steered.
  delete: (context, entry) => goneIsFine(steer(context, entry, true), "UNSPECIFIED"),
  dump: "unreadable",
});

/** No colour, no label: not that of a policy. */
const NONE = 0xffff_ffff;

async function steer(context: TranslatorContext, { key, value }: Entry<Key, Value>, isDel: boolean): Promise<void> {
  const steered = prefix(key.prefix);
  await context.vpp.call(SrMplsSteeringAddDel, {
    isDel,
    bsid: value.policy,
    tableId: tableIdOf(context, familyOf(key.prefix), key.vrf),
    prefix: steered,
    maskWidth: steered.len,
    nextHop: address("0.0.0.0"),
    color: NONE,
    vpnLabel: value["vpn-label"] ?? NONE,
  });
}

/** VPP takes an IPv6 prefix for one of IPv4 when its first 96 bits are zero. */
function refuseLowAddress(text: string): Refusal | undefined {
  const ip = text.slice(0, text.indexOf("/"));
  if (familyOf(text) !== "ipv6" || !isAllZero(ip6Bytes(ip).subarray(0, 12))) return undefined;
  return { leaf: "prefix", message: "VPP takes an IPv6 prefix that starts with 96 zeros for one of IPv4" };
}
