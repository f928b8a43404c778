import { IpTableDump } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../../interfaces/interface.js";
import { formatIp4, ip4Bytes } from "../../ip/addresses.js";
import { refuseOutsideAddresses } from "../../ip/own-tunnel-ends.js";
import { ipTables } from "../../routing/ip-table.js";
import { goneIsFine } from "../../vpp-answers.js";
import { configuredInstance, instancesOf, natPolicies } from "../instance.js";
import { mappingTag, parseMappingTag } from "../mapping-tag.js";
import {
  hostAddress,
  type MappingKey,
  type MappingValue,
  mappingKeys,
  mappingKind,
  mappingLeafs,
  mappingNeeds,
  mappingPath,
  natMappings,
  outsideClaim,
  refusePorts,
  refusePrefix,
  startPort,
  unnumbered,
} from "../mapping-value.js";
import { outsideMarks, outsideOfMapping } from "../outside-addresses.js";
import { NO_VRF, vrfId, vrfName } from "../vrf.js";
import type { Mapping } from "./dialect.js";
import { dialectOf } from "./dialects.js";

type MappingEntry = Entry<MappingKey, MappingValue>;

/** A static mapping of NAT44, with ports or without, to an address or to that of an interface. */
export const staticMapping = defineTranslator<MappingKey, MappingValue>({
  name: "nat44-static-mapping",
  kind: natMappings,
  path: mappingPath,
  keys: mappingKeys,
  leafs: mappingLeafs,
  when: (value) => mappingKind(value) === "static",
  // The instance decides which others it takes, and cannot be made where they are missing.
  messages: [IpTableDump],
  validate: ({ value }) => refuseMapping(value),
  claims: ({ value }) => outsideClaim(value),
  marks: ({ value }) => outsideMarks(outsideOfMapping(value)),
  validateTogether: ({ value }, objects) =>
    refuseOutsideAddresses(outsideOfMapping(value), "external-src-address", objects),
  dependsOn: (entry) => [...mappingNeeds(entry, "ipv4"), natPolicies.at({ instance: entry.key.instance })],
  create: (context, entry) => setMapping(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setMapping(context, entry, false)),
  reads: [interfaces, ipTables.ipv4],
  async *dump(context) {
    for (const { key, value } of instancesOf(context, "nat44-ed", "nat44-ei")) {
      const mappings: Mapping[] = [];
      for await (const mapping of dialectOf(value).staticMappings(context.vpp)) mappings.push(mapping);
      let others = 0;
      for (const mapping of withoutResolved(mappings)) {
        const tag = parseMappingTag("mapping", mapping.tag);
        const index = tag?.index ?? unnumbered(others++);
        const entryKey = { ...key, index };
        const note = tag === undefined ? mapping.tag || undefined : tag.note;
        yield { key: entryKey, value: mappingMembers(context, entryKey, mapping, note), owned: tag !== undefined };
      }
    }
  },
  unreadable: ["sweetcomb-nat:twice-nat-address"],
  chosenByVpp: ["sweetcomb-nat:vrf"],
  marksOwned: true,
});

async function setMapping(context: TranslatorContext, entry: MappingEntry, isAdd: boolean): Promise<void> {
  const { setStaticMapping } = dialectOf(configuredInstance(context, entry.key));
  await setStaticMapping(context.vpp, mappingOf(context, entry), isAdd);
}

function mappingOf(context: TranslatorContext, { key, value }: MappingEntry): Mapping {
  const externalInterface = value["sweetcomb-nat:external-interface"];
  const external = value["external-src-address"];
  const twiceNatAddress = value["sweetcomb-nat:twice-nat-address"];
  return {
    local: ip4Bytes(hostAddress(value["internal-src-address"] ?? "")),
    localPort: startPort(value["internal-src-port"]) ?? 0,
    external: ip4Bytes(external === undefined ? "0.0.0.0" : hostAddress(external)),
    externalPort: startPort(value["external-src-port"]) ?? 0,
    externalInterface:
      externalInterface === undefined ? NO_INTERFACE : context.handleOf(interfaces.at({ name: externalInterface })),
    protocol: value["transport-protocol"] ?? 0,
    vrfId: vrfId(context, "ipv4", value["sweetcomb-nat:vrf"], NO_VRF),
    hasPorts: value["transport-protocol"] !== undefined,
    twiceNat: value["sweetcomb-nat:twice-nat"],
    twiceNatAddress: twiceNatAddress === undefined ? undefined : ip4Bytes(twiceNatAddress),
    out2inOnly: value["sweetcomb-nat:out2in-only"] ?? false,
    tag: mappingTag("mapping", key.index, value["sweetcomb-nat:tag"]),
  };
}

/**
 * A mapping to the address of an interface is listed as it was asked for and, once the interface has an address, as it
 * works. The first lacks flags that the second has.
 */
function withoutResolved(mappings: readonly Mapping[]): Mapping[] {
  const asked = mappings.filter(({ externalInterface }) => externalInterface !== NO_INTERFACE);
  const resolvedOf = (one: Mapping) =>
    mappings.find((other) => other.externalInterface === NO_INTERFACE && isSame(one, other));
  const resolved = new Set(asked.map(resolvedOf));
  return mappings
    .filter((mapping) => !resolved.has(mapping))
    .map((mapping) => {
      const found = mapping.externalInterface === NO_INTERFACE ? undefined : resolvedOf(mapping);
      return found === undefined
        ? mapping
        : { ...found, external: mapping.external, externalInterface: mapping.externalInterface };
    });
}

function isSame(one: Mapping, other: Mapping): boolean {
  return (
    one.tag === other.tag &&
    one.protocol === other.protocol &&
    one.localPort === other.localPort &&
    one.externalPort === other.externalPort &&
    formatIp4(one.local) === formatIp4(other.local)
  );
}

function mappingMembers(
  context: TranslatorContext,
  key: MappingKey,
  mapping: Mapping,
  note: string | undefined,
): MappingValue {
  const { hasPorts, twiceNat, externalInterface } = mapping;
  const vrf = vrfName(context, "ipv4", mapping.vrfId);
  const name = externalInterface === NO_INTERFACE ? undefined : context.keyOf(interfaces, externalInterface)?.name;
  // As long as the interface has no address, VPP keeps these to itself.
  const configured = name === undefined ? undefined : context.configured<MappingValue>(natMappings.at(key));
  const isTwice = twiceNat ?? configured?.["sweetcomb-nat:twice-nat"];
  return {
    "internal-src-address": `${formatIp4(mapping.local)}/32`,
    ...(name === undefined && { "external-src-address": `${formatIp4(mapping.external)}/32` }),
    ...(name !== undefined && { "sweetcomb-nat:external-interface": name }),
    ...(hasPorts && {
      "transport-protocol": mapping.protocol,
      "internal-src-port": { "start-port-number": mapping.localPort },
      "external-src-port": { "start-port-number": mapping.externalPort },
    }),
    ...(vrf !== undefined && { "sweetcomb-nat:vrf": vrf }),
    ...(isTwice !== undefined && { "sweetcomb-nat:twice-nat": isTwice }),
    "sweetcomb-nat:out2in-only": mapping.out2inOnly || (configured?.["sweetcomb-nat:out2in-only"] ?? false),
    ...(note !== undefined && { "sweetcomb-nat:tag": note }),
  };
}

function refuseMapping(value: MappingValue): Refusal | undefined {
  const internal = value["internal-src-address"];
  const external = value["external-src-address"];
  const byInterface = value["sweetcomb-nat:external-interface"] !== undefined;
  if (internal === undefined) return { leaf: "internal-src-address", message: "A mapping needs an inside address" };
  if ((external === undefined) !== byInterface) {
    const message = "A mapping has either an outside address or an interface whose address it takes";
    return { leaf: "external-src-address", message };
  }
  if (value["sweetcomb-nat:twice-nat"] !== undefined && value["transport-protocol"] === undefined) {
    return { leaf: "sweetcomb-nat:twice-nat", message: "VPP has twice-nat for mappings with ports only" };
  }
  return (
    refusePrefix("internal-src-address", internal) ??
    refusePrefix("external-src-address", external) ??
    refusePorts(value)
  );
}
