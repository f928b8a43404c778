/**
 * Ports of identity mappings of nat44-ei. They are reserved in the pool, so VPP refuses a mapping of an address that is not in it;
 * and one whose address has left the pool cannot be removed any more (nat44_ei_free_port): VPP takes it for half, and does not
 * find its way back until it starts anew.
 */

import type { ConfiguredObjects, Refusal } from "../../../src/southbound/translator.js";
import { interfaces } from "../../interfaces/interface.js";
import { interfaceIpv4Address } from "../../ip/interface-address.js";
import { type AddressRange, addressNumber } from "../address-ranges.js";
import { type InstanceKey, instanceOf, natPolicies, pluginOf } from "../instance.js";
import { type PolicyValue, policyOf } from "../policy-value.js";

/** What an identity mapping is for: an address, or the address of an interface. */
export interface Reserving {
  readonly prefix?: string | undefined;
  readonly interface?: string | undefined;
  readonly port?: number | undefined;
}

interface EndpointIndependent {
  readonly "sweetcomb-nat:nat44"?: { readonly "endpoint-independent"?: { readonly "static-mappings-only"?: boolean } };
}

/** The refusal of a mapping with a port whose address no pool of the instance has. */
export function refuseUnreserved(
  objects: ConfiguredObjects,
  { instance }: InstanceKey,
  mapping: Reserving,
  leaf: string,
): Refusal | undefined {
  const policy = objects.configured<PolicyValue>(natPolicies.at({ instance }));
  if (mapping.port === undefined || policy === undefined || pluginOf(policy) !== "nat44-ei") return undefined;
  const settings = objects.configured<EndpointIndependent>(instanceOf({ instance }))?.["sweetcomb-nat:nat44"];
  // Without a pool nothing is reserved.
  if (settings?.["endpoint-independent"]?.["static-mappings-only"] === true) return undefined;
  const { ranges, interfaceAddresses } = policyOf(policy);
  const named = interfaceAddresses.map(({ interface: name }) => name);
  const addresses = addressesOf(objects, mapping);
  // Which address an interface gets from elsewhere is not known, and those of a pool may be of any.
  const unknown = addresses.length === 0 || named.length > 0;
  if (unknown || addresses.some((address) => isIn(ranges, address))) return undefined;
  const what = mapping.prefix ?? `the address of ${mapping.interface}`;
  const message = `No pool of NAT instance ${instance} has ${what}, where endpoint-independent processing reserves port ${mapping.port}`;
  return { leaf, message };
}

function addressesOf(objects: ConfiguredObjects, { prefix, interface: name }: Reserving): readonly number[] {
  if (prefix !== undefined) return [addressNumber(prefix.slice(0, prefix.indexOf("/")))];
  if (name === undefined) return [];
  const addresses = objects.dependents<{ readonly ip: string }, unknown>(
    interfaces.at({ name }),
    interfaceIpv4Address.kind,
  );
  return Array.from(addresses, ({ key }) => addressNumber(key.ip));
}

function isIn(ranges: readonly AddressRange[], address: number): boolean {
  return ranges.some(({ first, last }) => first <= address && address <= last);
}
