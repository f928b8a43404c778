import { Nat66AddDelStaticMapping, Nat66StaticMappingDump } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../../src/southbound/translator.js";
import { formatIp6, ip6Bytes } from "../../ip/addresses.js";
import { ipTables } from "../../routing/ip-table.js";
import { goneIsFine } from "../../vpp-answers.js";
import { type InstanceKey, instancesOf } from "../instance.js";
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
  refusePrefix,
  unnumbered,
} from "../mapping-value.js";
import { vrfId, vrfName } from "../vrf.js";

/** An IPv6 address that becomes another one. */
export const nat66StaticMapping = defineTranslator<MappingKey, MappingValue>({
  name: "nat66-static-mapping",
  kind: natMappings,
  path: mappingPath,
  keys: mappingKeys,
  leafs: mappingLeafs,
  when: (value) => mappingKind(value) === "nat66",
  messages: [Nat66AddDelStaticMapping, Nat66StaticMappingDump],
  validate: ({ value }) => refuseMapping(value),
  dependsOn: (entry) => mappingNeeds(entry, "ipv6"),
  create: (context, entry) => setMapping(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setMapping(context, entry, false)),
  reads: [ipTables.ipv6],
  async *dump(context) {
    for (const { key } of instancesOf(context, "nat66")) {
      let others = 0;
      for await (const mapping of context.vpp.dump(Nat66StaticMappingDump)) {
        const vrf = vrfName(context, "ipv6", mapping.vrfId);
        const value: MappingValue = {
          "internal-src-address": `${formatIp6(mapping.localIpAddress)}/128`,
          "external-src-address": `${formatIp6(mapping.externalIpAddress)}/128`,
          ...(vrf !== undefined && { "sweetcomb-nat:vrf": vrf }),
          "sweetcomb-nat:out2in-only": false,
        };
        const state = {
          "sweetcomb-nat:total-octets": String(mapping.totalBytes),
          "sweetcomb-nat:total-packets": String(mapping.totalPkts),
        };
        const index = indexOf(context, key, value) ?? unnumbered(others++);
        yield { key: { ...key, index }, value, state };
      }
    }
  },
  // A mapping in VPP has no place for a note.
  unreadable: ["sweetcomb-nat:tag"],
});

/** VPP does not number its mappings. In a VRF it has one for an inside address. */
function indexOf(context: TranslatorContext, { instance }: InstanceKey, mapping: MappingValue): string | undefined {
  const leafs = ["internal-src-address", "external-src-address", "sweetcomb-nat:vrf"] as const;
  for (const { key, value } of context.allConfigured<MappingKey, MappingValue>(natMappings)) {
    if (key.instance === instance && leafs.every((leaf) => value[leaf] === mapping[leaf])) return key.index;
  }
  return undefined;
}

async function setMapping(
  context: TranslatorContext,
  { value }: Entry<MappingKey, MappingValue>,
  isAdd: boolean,
): Promise<void> {
  await context.vpp.call(Nat66AddDelStaticMapping, {
    isAdd,
    localIpAddress: ip6Bytes(hostAddress(value["internal-src-address"] ?? "")),
    externalIpAddress: ip6Bytes(hostAddress(value["external-src-address"] ?? "")),
    vrfId: vrfId(context, "ipv6", value["sweetcomb-nat:vrf"], 0),
  });
}

function refuseMapping(value: MappingValue): Refusal | undefined {
  for (const leaf of ["transport-protocol", "internal-src-port", "external-src-port"] as const) {
    if (value[leaf] !== undefined) return { leaf, message: "NAT66 maps addresses and leaves ports alone" };
  }
  return (
    refusePrefix("internal-src-address", value["internal-src-address"]) ??
    refusePrefix("external-src-address", value["external-src-address"])
  );
}
