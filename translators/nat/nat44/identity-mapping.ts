/** Identity mappings: inside addresses that are left as they are, given as an address or by the interface that has it. */

import { IpTableDump } from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineKind,
  defineTranslator,
  type Refusal,
  type TranslatorContext,
} from "../../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../../interfaces/interface.js";
import { formatIp4, ip4Bytes } from "../../ip/addresses.js";
import { ipTables } from "../../routing/ip-table.js";
import { goneIsFine } from "../../vpp-answers.js";
import {
  configuredInstance,
  type InstanceKey,
  instanceKeys,
  instanceOf,
  instancePath,
  instancesOf,
  natPolicies,
} from "../instance.js";
import { type MappingTag, mappingTag, parseMappingTag } from "../mapping-tag.js";
import { hostAddress, refusePrefix, unnumbered } from "../mapping-value.js";
import { NO_VRF, vrfId, vrfName, vrfRefs } from "../vrf.js";
import type { Mapping } from "./dialect.js";
import { dialectOf } from "./dialects.js";
import { type Reserving, refuseUnreserved } from "./reserved-port.js";

type Key = InstanceKey & { readonly id: string };

/** nat-pass-through */
interface AddressValue {
  readonly prefix: string;
  readonly port?: number;
  readonly "sweetcomb-nat:protocol"?: number;
  readonly "sweetcomb-nat:vrf"?: string;
  readonly "sweetcomb-nat:tag"?: string;
}

/** interface-pass-through */
interface InterfaceValue {
  readonly interface: string;
  readonly port?: number;
  readonly protocol?: number;
  readonly vrf?: string;
  readonly tag?: string;
}

/** What both have, in one form. */
interface Identity {
  readonly prefix?: string | undefined;
  readonly interface?: string | undefined;
  readonly port: number | undefined;
  readonly protocol: number | undefined;
  readonly vrf: string | undefined;
  note: string | undefined;
}

const addressMappings = defineKind<Key>("nat44-identity-mapping", ["instance", "id"]);

/** An address that is not translated. */
export const identityMapping = defineTranslator<Key, AddressValue>({
  name: addressMappings.name,
  kind: addressMappings,
  path: `${instancePath}/nat-pass-through`,
  keys: { ...instanceKeys, id: "nat-pass-through/id" },
  leafs: ["prefix", "port", "sweetcomb-nat:protocol", "sweetcomb-nat:vrf", "sweetcomb-nat:tag"],
  messages: [IpTableDump],
  validate: ({ value }) => refuseIdentity(value),
  // The pool keeps the port for as long as the mapping is there (nat44-ei).
  dependsOn: ({ key, value }) => [
    instanceOf(key),
    natPolicies.at({ instance: key.instance }),
    ...vrfRefs("ipv4", value["sweetcomb-nat:vrf"]),
  ],
  validateTogether: ({ key, value }, objects) => refuseUnreserved(objects, key, value, "port"),
  create: (context, entry) => setIdentity(context, "pass", entry.key, fromAddress(entry.value), true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setIdentity(context, "pass", entry.key, fromAddress(entry.value), false)),
  reads: [ipTables.ipv4],
  async *dump(context) {
    for await (const { key, identity, isOurs } of identities(
      context,
      "pass",
      (mapping) => mapping.externalInterface === NO_INTERFACE,
    )) {
      const { prefix = "", port, protocol, vrf, note } = identity;
      const value = {
        prefix,
        ...(port !== undefined && { port, "sweetcomb-nat:protocol": protocol! }),
        ...(vrf !== undefined && { "sweetcomb-nat:vrf": vrf }),
        ...(note !== undefined && { "sweetcomb-nat:tag": note }),
      };
      yield { key, value, owned: isOurs };
    }
  },
  chosenByVpp: ["sweetcomb-nat:vrf"],
  marksOwned: true,
});

const interfaceMappings = defineKind<Key>("nat44-interface-identity-mapping", ["instance", "id"]);

/** The address of an interface, not translated. */
export const interfaceIdentityMapping = defineTranslator<Key, InterfaceValue>({
  name: interfaceMappings.name,
  kind: interfaceMappings,
  path: `${instancePath}/sweetcomb-nat:interface-pass-through`,
  keys: { ...instanceKeys, id: "interface-pass-through/id" },
  leafs: ["interface", "port", "protocol", "vrf", "tag"],
  messages: [IpTableDump],
  dependsOn: ({ key, value }) => [
    instanceOf(key),
    natPolicies.at({ instance: key.instance }),
    interfaces.at({ name: value.interface }),
    ...vrfRefs("ipv4", value.vrf),
  ],
  validateTogether: ({ key, value }, objects) => refuseUnreserved(objects, key, value, "port"),
  create: (context, entry) => setIdentity(context, "interface", entry.key, fromInterface(entry.value), true),
  update: "recreate",
  delete: (context, entry) =>
    goneIsFine(setIdentity(context, "interface", entry.key, fromInterface(entry.value), false)),
  reads: [interfaces, ipTables.ipv4],
  async *dump(context) {
    for await (const { key, identity, isOurs } of identities(
      context,
      "interface",
      (mapping) => mapping.externalInterface !== NO_INTERFACE,
    )) {
      const { interface: name, port, protocol, vrf, note } = identity;
      if (name === undefined) continue;
      const value = {
        interface: name,
        ...(port !== undefined && { port, protocol: protocol! }),
        ...(vrf !== undefined && { vrf }),
        ...(note !== undefined && { tag: note }),
      };
      yield { key, value, owned: isOurs };
    }
  },
  chosenByVpp: ["vrf"],
  marksOwned: true,
});

/** The refusal of a pool that loses the address of a mapping that stays, at the mapping, below the instance that both are of. */
export function refuseLostReservations(key: InstanceKey, objects: ConfiguredObjects): Refusal | undefined {
  const policy = natPolicies.at({ instance: key.instance });
  const lists = { "nat-pass-through": addressMappings, "sweetcomb-nat:interface-pass-through": interfaceMappings };
  for (const [list, kind] of Object.entries(lists)) {
    for (const mapping of objects.dependents<Key, Reserving>(policy, kind)) {
      const refusal = refuseUnreserved(objects, key, mapping.value, `${list}[id='${mapping.key.id}']/port`);
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}

type List = "pass" | "interface";

function fromAddress({ prefix, port, ...more }: AddressValue): Identity {
  const { "sweetcomb-nat:protocol": protocol, "sweetcomb-nat:vrf": vrf, "sweetcomb-nat:tag": note } = more;
  return { prefix, port, protocol, vrf, note };
}

function fromInterface({ interface: name, port, protocol, vrf, tag }: InterfaceValue): Identity {
  return { interface: name, port, protocol, vrf, note: tag };
}

async function setIdentity(
  context: TranslatorContext,
  list: List,
  key: Key,
  identity: Identity,
  isAdd: boolean,
): Promise<void> {
  const { prefix, interface: name, port, protocol, vrf, note } = identity;
  const address = ip4Bytes(prefix === undefined ? "0.0.0.0" : hostAddress(prefix));
  const mapping: Mapping = {
    local: address,
    localPort: port ?? 0,
    external: address,
    externalPort: port ?? 0,
    externalInterface: name === undefined ? NO_INTERFACE : context.handleOf(interfaces.at({ name })),
    protocol: protocol ?? 0,
    vrfId: vrfId(context, "ipv4", vrf, NO_VRF),
    hasPorts: port !== undefined,
    twiceNat: undefined,
    twiceNatAddress: undefined,
    out2inOnly: false,
    tag: mappingTag(list, key.id, note),
  };
  await dialectOf(configuredInstance(context, key)).setIdentityMapping(context.vpp, mapping, isAdd);
}

/** The identity mappings of one list. One that belongs to an interface is listed with its address too: that is left out. */
async function* identities(context: TranslatorContext, list: List, isOfList: (mapping: Mapping) => boolean) {
  for (const { key, value } of instancesOf(context, "nat44-ed", "nat44-ei")) {
    let others = 0;
    for await (const mapping of dialectOf(value).identityMappings(context.vpp)) {
      const isResolved = list === "pass" && parseMappingTag("interface", mapping.tag) !== undefined;
      if (!isOfList(mapping) || isResolved) continue;
      const parsed = parseMappingTag(list, mapping.tag);
      const identity: Identity = {
        prefix: `${formatIp4(mapping.external)}/32`,
        interface: context.keyOf(interfaces, mapping.externalInterface)?.name,
        port: mapping.hasPorts ? mapping.externalPort : undefined,
        protocol: mapping.hasPorts ? mapping.protocol : undefined,
        vrf: vrfName(context, "ipv4", mapping.vrfId),
        note: parsed === undefined ? mapping.tag || undefined : parsed.note,
      };
      const tag = list === "pass" ? (sameInOtherVrf(context, key, identity, parsed) ?? parsed) : parsed;
      const id = tag?.index ?? unnumbered(others++);
      if (tag !== parsed) identity.note = tag?.note;
      yield { key: { ...key, id }, identity, isOurs: tag !== undefined };
    }
  }
}

/**
 * VPP gives one address in several VRFs the tag of the first. The configured one that has this address in this VRF;
 * undefined where the tag is right.
 */
function sameInOtherVrf(
  context: TranslatorContext,
  { instance }: InstanceKey,
  { prefix, port, protocol, vrf }: Identity,
  tag: MappingTag | undefined,
): MappingTag | undefined {
  if (tag === undefined) return undefined;
  const inside = configuredInstance(context, { instance })["sweetcomb-nat:nat44"]?.["inside-vrf"];
  const same = [...context.allConfigured<Key, AddressValue>(addressMappings)].filter(({ key, value }) => {
    const other = fromAddress(value);
    const isSame = other.prefix === prefix && other.port === port && other.protocol === protocol;
    return isSame && key.instance === instance && (other.vrf ?? inside) === vrf;
  });
  if (same.length === 0 || same.some(({ key }) => key.id === tag.index)) return undefined;
  const [{ key, value }] = same as [(typeof same)[number]];
  const note = value["sweetcomb-nat:tag"];
  return note === undefined ? { index: key.id } : { index: key.id, note };
}

function refuseIdentity({ prefix, port }: AddressValue): Refusal | undefined {
  if (prefix.includes(":")) return { leaf: "prefix", message: "NAT44 has IPv4 addresses" };
  if (port === 0) return { leaf: "port", message: "VPP has no port 0" };
  return refusePrefix("prefix", prefix);
}
