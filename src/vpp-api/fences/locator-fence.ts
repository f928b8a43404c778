/**
 * VPP 26.06 reads the address of the interface by which its way to a remote locator of LISP leaves, also where there is none, and ends
 * (ip_interface_get_first_interface_address). Routes come and go, so each local locator has an address of each family of remote ones.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  AddressFamily,
  IpAddressDump,
  type OneLocatorDetails,
  OneLocatorDump,
  OneLocatorSetDump,
} from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** Of what adds locators, mappings or a proxy ETR to LISP. */
export async function needsAddressesOfLocators(fields: VppFields, vpp: VppCaller): Missing {
  if (fields.isAdd !== true) return undefined;
  const { interfaces, families } = await knownLocators(vpp);
  const { locators = [], rlocs = [], swIfIndex, ipAddress } = fields;
  for (const added of [...(locators as readonly VppFields[]), { swIfIndex }]) {
    if (added.swIfIndex !== undefined) interfaces.add(Number(added.swIfIndex));
  }
  for (const added of [...(rlocs as readonly VppFields[]), { ipAddress }]) {
    if (added.ipAddress !== undefined) families.add(familyOf(added.ipAddress));
  }
  const pairs = [...families].flatMap((family) => [...interfaces].map((each) => ({ family, each })));
  const counts = await Promise.all(pairs.map(({ family, each }) => countAddresses(vpp, each, family)));
  const without = pairs.find((_, at) => counts[at] === 0);
  return without && `interface ${without.each} is a locator and ${lacks(without.family)}`;
}

/** Of sw_interface_add_del_address. */
export async function needsAddressToStay(fields: VppFields, vpp: VppCaller): Missing {
  if (fields.isAdd === true || !vpp.supports(OneLocatorSetDump)) return undefined;
  const { interfaces, families } = await knownLocators(vpp);
  const swIfIndex = Number(fields.swIfIndex ?? 0);
  if (!interfaces.has(swIfIndex)) return undefined;
  const one = familyOf((fields.prefix as VppFields | undefined)?.address);
  for (const family of families) {
    const isLast = fields.delAll === true || (family === one && (await countAddresses(vpp, swIfIndex, family)) === 1);
    if (isLast) return `interface ${swIfIndex} is a locator of LISP and then ${lacks(family)}`;
  }
  return undefined;
}

function lacks(family: number): string {
  return `has no ${family === AddressFamily.ADDRESS_IP6 ? "IPv6" : "IPv4"} address, which remote locators have`;
}

function familyOf(address: unknown): number {
  return Number((address as VppFields | undefined)?.af ?? AddressFamily.ADDRESS_IP4);
}

/** The interfaces of local locators, and the families of remote ones. */
async function knownLocators(vpp: VppCaller) {
  const sets: number[] = [];
  for await (const { lsIndex } of vpp.dump(OneLocatorSetDump)) sets.push(lsIndex);
  const locators = (await Promise.all(sets.map((lsIndex) => locatorsOf(vpp, lsIndex)))).flat();
  const [own, far] = [locators.filter(({ local }) => local !== 0), locators.filter(({ local }) => local === 0)];
  return {
    interfaces: new Set(own.map(({ swIfIndex }) => swIfIndex)),
    families: new Set(far.map(({ ipAddress }) => familyOf(ipAddress))),
  };
}

async function locatorsOf(vpp: VppCaller, lsIndex: number): Promise<readonly OneLocatorDetails[]> {
  const found: OneLocatorDetails[] = [];
  for await (const locator of vpp.dump(OneLocatorDump, { lsIndex, isIndexSet: true })) found.push(locator);
  return found;
}

async function countAddresses(vpp: VppCaller, swIfIndex: number, family: number): Promise<number> {
  let count = 0;
  const isIpv6 = family === AddressFamily.ADDRESS_IP6;
  for await (const _address of vpp.dump(IpAddressDump, { swIfIndex, isIpv6 })) count++;
  return count;
}
