import { Nat64AddDelStaticBib, Nat64BibDump, NatConfigFlags } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../../src/southbound/translator.js";
import { formatIp4, formatIp6, ip4Bytes, ip6Bytes } from "../../ip/addresses.js";
import { ipTables } from "../../routing/ip-table.js";
import { goneIsFine } from "../../vpp-answers.js";
import { type InstanceKey, instancesOf, natPolicies } from "../instance.js";
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
  refusePorts,
  refusePrefix,
  startPort,
  unnumbered,
} from "../mapping-value.js";
import { vrfId, vrfName } from "../vrf.js";

/** "All protocols" in a dump. */
const anyProtocol = 255;

/** A static binding of an IPv6 host to an IPv4 address and port. */
export const nat64StaticBinding = defineTranslator<MappingKey, MappingValue>({
  name: "nat64-static-binding",
  kind: natMappings,
  path: mappingPath,
  keys: mappingKeys,
  leafs: mappingLeafs,
  when: (value) => mappingKind(value) === "nat64",
  messages: [Nat64AddDelStaticBib, Nat64BibDump],
  validate: ({ value }) => refuseBinding(value),
  dependsOn: (entry) => [...mappingNeeds(entry, "ipv6"), natPolicies.at({ instance: entry.key.instance })],
  create: (context, entry) => setBinding(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setBinding(context, entry, false)),
  reads: [ipTables.ipv6],
  async *dump(context) {
    for (const { key } of instancesOf(context, "nat64")) {
      let others = 0;
      for await (const binding of context.vpp.dump(Nat64BibDump, { proto: anyProtocol })) {
        if ((binding.flags & NatConfigFlags.NAT_IS_STATIC) === 0) continue;
        const vrf = vrfName(context, "ipv6", binding.vrfId);
        const value: MappingValue = {
          "transport-protocol": binding.proto,
          "internal-src-address": `${formatIp6(binding.iAddr)}/128`,
          "external-src-address": `${formatIp4(binding.oAddr)}/32`,
          "internal-src-port": { "start-port-number": binding.iPort },
          "external-src-port": { "start-port-number": binding.oPort },
          ...(vrf !== undefined && { "sweetcomb-nat:vrf": vrf }),
          "sweetcomb-nat:out2in-only": false,
        };
        const index = indexOf(context, key, value) ?? unnumbered(others++);
        yield { key: { ...key, index }, value };
      }
    }
  },
  // A binding in VPP has no place for a note.
  unreadable: ["sweetcomb-nat:tag"],
});

/** VPP does not number its bindings: the configured one that is the same. */
function indexOf(context: TranslatorContext, { instance }: InstanceKey, binding: MappingValue): string | undefined {
  const text = ({ "sweetcomb-nat:tag": _, ...value }: MappingValue) => JSON.stringify(Object.entries(value).sort());
  const wanted = text(binding);
  for (const { key, value } of context.allConfigured<MappingKey, MappingValue>(natMappings)) {
    if (key.instance === instance && text(value) === wanted) return key.index;
  }
  return undefined;
}

async function setBinding(
  context: TranslatorContext,
  { value }: Entry<MappingKey, MappingValue>,
  isAdd: boolean,
): Promise<void> {
  await context.vpp.call(Nat64AddDelStaticBib, {
    iAddr: ip6Bytes(hostAddress(value["internal-src-address"] ?? "")),
    oAddr: ip4Bytes(hostAddress(value["external-src-address"] ?? "")),
    iPort: startPort(value["internal-src-port"]) ?? 0,
    oPort: startPort(value["external-src-port"]) ?? 0,
    vrfId: vrfId(context, "ipv6", value["sweetcomb-nat:vrf"], 0),
    proto: value["transport-protocol"] ?? 0,
    isAdd,
  });
}

const knownProtocols: readonly unknown[] = [1, 6, 17];

function refuseBinding(value: MappingValue): Refusal | undefined {
  if (!knownProtocols.includes(value["transport-protocol"])) {
    return { leaf: "transport-protocol", message: "A binding of NAT64 is for ICMP (1), TCP (6) or UDP (17)" };
  }
  return (
    refusePrefix("internal-src-address", value["internal-src-address"]) ??
    refusePrefix("external-src-address", value["external-src-address"]) ??
    refusePorts(value)
  );
}
