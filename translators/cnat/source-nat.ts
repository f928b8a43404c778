import { VppApiError } from "vpp-binapi-ts";
import {
  CnatGetSnatAddresses,
  CnatSessionDump,
  CnatSetSnatAddressesV2,
  CnatSetSnatPolicy,
  CnatSnatAddressesDump,
  CnatSnatPolicies,
  CnatSnatPolicyFlags,
} from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { formatAddress, formatIp4, formatIp6, ip4Bytes, ip6Bytes, isAllZero } from "../ip/addresses.js";
import { makePlaces, messagesOfPlaces } from "./places-for-sessions.js";
import { isReturn } from "./sessions.js";
import { virtualAddresses } from "./virtual-addresses.js";

export interface SourceNatValue {
  readonly "ipv4-address"?: string;
  readonly "ipv6-address"?: string;
  readonly "on-interfaces-only"?: boolean;
  readonly policy?: keyof typeof policies;
}

const policies = {
  all: CnatSnatPolicies.CNAT_POLICY_NONE,
  interfaces: CnatSnatPolicies.CNAT_POLICY_IF_PFX,
  kubernetes: CnatSnatPolicies.CNAT_POLICY_K8S,
  destination: CnatSnatPolicies.CNAT_POLICY_DNAT,
} as const;

export const sourceNatPath = "/sweetcomb-cnat:cnat/source-nat";

/**
 * The source addresses and the policy. Other addresses are set by taking the old ones away first: VPP 26.06 never gives back an
 * address that was replaced, and a policy that it was told to use as its default stays in use after it is gone (so that is not
 * told).
 */
export const sourceNat = defineTranslator<Record<never, never>, SourceNatValue>({
  name: "cnat-source-nat",
  path: sourceNatPath,
  keys: {},
  leafs: ["ipv4-address", "ipv6-address", "on-interfaces-only", "policy"],
  messages: [
    CnatSessionDump,
    CnatSetSnatAddressesV2,
    CnatSnatAddressesDump,
    CnatGetSnatAddresses,
    CnatSetSnatPolicy,
    ...messagesOfPlaces,
  ],
  async create(context, { value }) {
    refuseVirtual(context, value);
    await refuseTracked(context, value);
    await makePlaces(context);
    await setAddresses(context, value);
    try {
      await setPolicy(context, value);
    } catch (refusal) {
      await setAddresses(context, {});
      throw refusal;
    }
  },
  update: (context, { value }) => setPolicy(context, value),
  canUpdate: (before, after) => addressesText(before) === addressesText(after),
  async delete(context) {
    try {
      await setAddresses(context, {});
    } catch (refusal) {
      if (!(refusal instanceof VppApiError) || refusal.codeName !== "FEATURE_DISABLED") throw refusal;
    }
  },
  async *dump({ vpp }) {
    for await (const { fwdTableId4, fwdTableId6, snatIp4, snatIp6 } of vpp.dump(CnatSnatAddressesDump)) {
      if (fwdTableId4 !== 0 || fwdTableId6 !== 0) continue;
      const value = {
        ...(!isAllZero(snatIp4) && { "ipv4-address": formatIp4(snatIp4) }),
        ...(!isAllZero(snatIp6) && { "ipv6-address": formatIp6(snatIp6) }),
      };
      yield { key: {}, value };
    }
  },
  unreadable: ["policy", "on-interfaces-only"],
});

/**
 * Asks VPP whether it has source addresses, and throws VppApiError (FEATURE_DISABLED) where it has none: VPP 26.06 dies of
 * every other message about source NAT then.
 */
export async function requireSourceNat({ vpp }: TranslatorContext): Promise<void> {
  await vpp.call(CnatGetSnatAddresses);
}

/**
 * Connections to a virtual address outlive it. When the last of them ends, VPP 26.06 forgets the address although source NAT
 * has it by then, and dies when source NAT is taken away. Without a route for the address there is nothing to forget.
 */
async function refuseTracked({ vpp }: TranslatorContext, value: SourceNatValue): Promise<void> {
  if (value["on-interfaces-only"] === true) return;
  for await (const { session } of vpp.dump(CnatSessionDump)) {
    const destination = formatAddress(session.tuple.addr[1]!);
    const leaf = (["ipv4-address", "ipv6-address"] as const).find((name) => value[name] === destination);
    if (leaf === undefined || isReturn(session)) continue;
    const message = `VPP still tracks connections to ${destination}, which was a virtual address, and would die later`;
    throw new NotSupportedByVpp(leaf, message);
  }
}

/** The model says so too, but not of what is derived. Without a route for the source address both can be. */
function refuseVirtual(context: TranslatorContext, value: SourceNatValue): void {
  if (value["on-interfaces-only"] === true) return;
  for (const leaf of ["ipv4-address", "ipv6-address"] as const) {
    const address = value[leaf];
    if (address === undefined || context.configured(virtualAddresses.at({ address })) === undefined) continue;
    throw new NotSupportedByVpp(leaf, `${address} is a virtual address: VPP would die when one of the two is removed`);
  }
}

async function setAddresses({ vpp }: TranslatorContext, value: SourceNatValue): Promise<void> {
  const { "ipv4-address": ip4 = "0.0.0.0", "ipv6-address": ip6 = "::", "on-interfaces-only": noRoute = false } = value;
  await vpp.call(CnatSetSnatAddressesV2, {
    snatIp4: ip4Bytes(ip4),
    snatIp6: ip6Bytes(ip6),
    swIfIndex: NO_INTERFACE,
    flags: noRoute ? CnatSnatPolicyFlags.CNAT_SNAT_POLICY_F_NO_CLIENT : CnatSnatPolicyFlags.CNAT_SNAT_POLICY_F_NONE,
  });
}

async function setPolicy(context: TranslatorContext, { policy = "all" }: SourceNatValue): Promise<void> {
  await requireSourceNat(context);
  await context.vpp.call(CnatSetSnatPolicy, { policy: policies[policy] });
}

function addressesText({
  "ipv4-address": ip4,
  "ipv6-address": ip6,
  "on-interfaces-only": noRoute = false,
}: SourceNatValue): string {
  return `${ip4} ${ip6} ${noRoute}`;
}
