import { CnatSetSnatAddressesV2, CnatSnatAddressesDump, CnatSnatPolicyFlags } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { formatIp4, formatIp6, ip4Bytes, ip6Bytes, isAllZero } from "../ip/addresses.js";
import { fibIndexOf } from "../routing/fib-index.js";
import { ipTables, tableDependency, vrfOfTable } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { makePlaces, messagesOfPlaces } from "./places-for-sessions.js";
import { messagesOfMove, tellOfMove } from "./table-of-prefixes.js";

type Key = { readonly vrf: string };

interface Value {
  readonly "ipv4-address"?: string;
  readonly "ipv6-address"?: string;
  readonly "on-interfaces-only"?: boolean;
}

/** The addresses of a VRF that is not the default one. VPP has no policies there: all connections get another source. */
export const vrfSourceNat = defineTranslator<Key, Value>({
  name: "cnat-vrf-source-nat",
  path: "/sweetcomb-cnat:cnat/vrf-source-nat",
  keys: { vrf: "vrf-source-nat/vrf" },
  leafs: ["ipv4-address", "ipv6-address", "on-interfaces-only"],
  messages: [CnatSetSnatAddressesV2, CnatSnatAddressesDump, ...messagesOfPlaces, ...messagesOfMove],
  dependsOn: ({ key: { vrf } }) => [...tableDependency("ipv4", vrf), ...tableDependency("ipv6", vrf)],
  async create(context, entry) {
    await makePlaces(context);
    await tellOfMove(context);
    await setAddresses(context, entry);
  },
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setAddresses(context, { key, value: {} }), "FEATURE_DISABLED"),
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for await (const { fwdTableId4, fwdTableId6, snatIp4, snatIp6 } of context.vpp.dump(CnatSnatAddressesDump)) {
      const vrf = vrfOfTable(context, isAllZero(snatIp4) ? "ipv6" : "ipv4", fwdTableId4 || fwdTableId6);
      if (vrf === undefined || (fwdTableId4 === 0 && fwdTableId6 === 0)) continue;
      const value = {
        ...(!isAllZero(snatIp4) && { "ipv4-address": formatIp4(snatIp4) }),
        ...(!isAllZero(snatIp6) && { "ipv6-address": formatIp6(snatIp6) }),
      };
      yield { key: { vrf }, value };
    }
  },
  unreadable: ["on-interfaces-only"],
});

async function setAddresses(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  const fibIndex = await commonIndexOf(context, key);
  const { "ipv4-address": ip4 = "0.0.0.0", "ipv6-address": ip6 = "::", "on-interfaces-only": noRoute = false } = value;
  await context.vpp.call(CnatSetSnatAddressesV2, {
    fwdFibIndex: fibIndex,
    retFibIndex: fibIndex,
    snatIp4: ip4Bytes(ip4),
    snatIp6: ip6Bytes(ip6),
    swIfIndex: NO_INTERFACE,
    flags: noRoute ? CnatSnatPolicyFlags.CNAT_SNAT_POLICY_F_NO_CLIENT : CnatSnatPolicyFlags.CNAT_SNAT_POLICY_F_NONE,
  });
}

/** VPP takes one index for the tables of both families, where it would mix up two VRFs if they had not the same. */
async function commonIndexOf(context: TranslatorContext, { vrf }: Key): Promise<number> {
  const [ip4, ip6] = [await fibIndexOf(context, "ipv4", vrf), await fibIndexOf(context, "ipv6", vrf)];
  if (ip4 === ip6) return ip4;
  throw new NotSupportedByVpp(
    "",
    `VPP has the tables of VRF ${vrf} at two places, ${ip4} and ${ip6}, and takes one for both`,
  );
}
