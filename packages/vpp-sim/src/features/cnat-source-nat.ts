import {
  CnatGetSnatAddresses,
  CnatSetSnatAddresses,
  CnatSetSnatAddressesV2,
  CnatSetSnatPolicy,
  CnatSnatAddressesDump,
  CnatSnatPolicyAddDelExcludePfx,
  CnatSnatPolicyAddDelIf,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

interface Addresses {
  readonly snatIp4: Uint8Array;
  readonly snatIp6: Uint8Array;
  readonly swIfIndex: number;
  /** Whether the policy has had interfaces or prefixes. */
  readonly hasTable?: boolean;
}

/** By the index of the table, which is its number here. */
const addresses = recordsOf<Addresses>("cnat-source-nat");
/** The default VRF, of which alone policies are. */
const KEY = "0";
const LAST_POLICY = 4;
const LAST_TABLE = 3;

/** Source NAT (plugin cnat), which needs addresses of the default VRF before its policies. */
export const cnatSourceNat: Feature = {
  name: "cnat-source-nat",
  handlers: [
    answer(CnatSetSnatAddressesV2, (vpp, asked) => ({ retval: set(vpp, asked, String(asked.fwdFibIndex)) })),
    answer(CnatSetSnatAddresses, (vpp, asked) => ({ retval: set(vpp, asked, KEY) })),
    answer(CnatGetSnatAddresses, (vpp) => {
      const found = addresses(vpp).get(KEY);
      return found === undefined ? { retval: Retval.FEATURE_DISABLED } : { retval: Retval.OK, ...shown(vpp, found) };
    }),
    answerDump(CnatSnatAddressesDump, function* (vpp) {
      for (const [key, found] of addresses(vpp)) {
        const [ip4, ip6] = [found.snatIp4, found.snatIp6].map((bytes) => (hasBits(bytes) ? Number(key) : 0));
        yield { ...shown(vpp, found), fwdTableId4: ip4!, fwdTableId6: ip6!, retTableId4: ip4!, retTableId6: ip6! };
      }
    }),
    answer(CnatSetSnatPolicy, (vpp, { policy }) => ({
      retval: addressesOrDeath(vpp) && policy > LAST_POLICY ? Retval.INVALID_VALUE : Retval.OK,
    })),
    answer(CnatSnatPolicyAddDelExcludePfx, (vpp) => {
      addressesOrDeath(vpp);
      makeTable(vpp);
      return { retval: Retval.OK };
    }),
    answer(CnatSnatPolicyAddDelIf, (vpp, { swIfIndex, table }) => {
      if (vpp.interfaces.get(swIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      makeTable(vpp);
      return { retval: table > LAST_TABLE ? Retval.INVALID_VALUE : ifThere(vpp, Retval.OK) };
    }),
  ],
};

/** Text of `show cnat snat-policy`: of the table of prefixes only whether it was made. */
export function showSourceNat(vpp: Vpp): string | undefined {
  const found = addresses(vpp).get(KEY);
  return found && `Excluded prefixes:\n  Hash table '${found.hasTable ? "snat prefixes" : "(unnamed)"}'\n`;
}

function makeTable(vpp: Vpp): void {
  const found = addresses(vpp).get(KEY);
  if (found !== undefined) addresses(vpp).set(KEY, { ...found, hasTable: true });
}

/** No address and no interface means delete. The dump shows the interface of the IPv6 side, 0 where that was never set. */
function set(vpp: Vpp, { snatIp4, snatIp6, swIfIndex }: Addresses, key: string): number {
  const before = addresses(vpp).get(key);
  const [hasIp4, hasIp6] = [snatIp4, snatIp6].map(hasBits);
  if (swIfIndex === NONE && !hasIp4 && !hasIp6) {
    return addresses(vpp).delete(key) ? Retval.OK : Retval.FEATURE_DISABLED;
  }
  const isBoth = swIfIndex !== NONE;
  addresses(vpp).set(key, {
    ...(before?.hasTable && { hasTable: true }),
    snatIp4: hasIp4 || isBoth ? snatIp4 : (before?.snatIp4 ?? snatIp4),
    snatIp6: hasIp6 || isBoth ? snatIp6 : (before?.snatIp6 ?? snatIp6),
    swIfIndex: hasIp6 || isBoth ? swIfIndex : (before?.swIfIndex ?? 0),
  });
  return Retval.OK;
}

function hasBits(bytes: Uint8Array): boolean {
  return bytes.some((octet) => octet !== 0);
}

/** Those of an interface are the first that it has. */
function shown(vpp: Vpp, found: Addresses): Addresses {
  const owner = found.swIfIndex === NONE ? undefined : vpp.interfaces.get(found.swIfIndex);
  return {
    swIfIndex: found.swIfIndex,
    snatIp4: owner?.ip4.addresses[0]?.address ?? found.snatIp4,
    snatIp6: owner?.ip6.addresses[0]?.address ?? found.snatIp6,
  };
}

function addressesOrDeath(vpp: Vpp): boolean {
  if (!addresses(vpp).has(KEY)) throw new VppDies("source NAT without addresses");
  return true;
}

function ifThere(vpp: Vpp, retval: number): number {
  return addresses(vpp).has(KEY) ? retval : Retval.FEATURE_DISABLED;
}
