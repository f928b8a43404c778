import {
  Nat44AddDelLbStaticMapping,
  Nat44LbStaticMappingAddDelLocal,
  Nat44LbStaticMappingDump,
} from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../../src/southbound/translator.js";
import { allOrNone } from "../../all-or-none.js";
import { formatIp4, ip4Bytes } from "../../ip/addresses.js";
import { refuseOutsideAddresses } from "../../ip/own-tunnel-ends.js";
import { ipTables } from "../../routing/ip-table.js";
import { goneIsFine } from "../../vpp-answers.js";
import { instancesOf, natPolicies } from "../instance.js";
import { mappingTag, parseMappingTag } from "../mapping-tag.js";
import {
  hostAddress,
  type Local,
  type MappingKey,
  type MappingValue,
  mappingKeys,
  mappingKind,
  mappingLeafs,
  mappingNeeds,
  mappingPath,
  natMappings,
  outsideClaim,
  refusePrefix,
  startPort,
  unnumbered,
} from "../mapping-value.js";
import { outsideMarks, outsideOfMapping } from "../outside-addresses.js";
import { vrfId, vrfName, vrfRefs } from "../vrf.js";
import { flagsOf, twiceNatOf } from "./ed.js";

type MappingEntry = Entry<MappingKey, MappingValue>;

/** An outside address whose connections are shared among several inside hosts (nat44-ed). The hosts change in place. */
export const loadBalancedMapping = defineTranslator<MappingKey, MappingValue>({
  name: "nat44-load-balanced-mapping",
  kind: natMappings,
  path: mappingPath,
  keys: mappingKeys,
  leafs: mappingLeafs,
  when: (value) => mappingKind(value) === "load-balanced",
  messages: [Nat44AddDelLbStaticMapping, Nat44LbStaticMappingAddDelLocal, Nat44LbStaticMappingDump],
  validate: ({ value }) => refuseMapping(value),
  claims: ({ value }) => outsideClaim(value),
  marks: ({ value }) => outsideMarks(outsideOfMapping(value)),
  validateTogether: ({ value }, objects) =>
    refuseOutsideAddresses(outsideOfMapping(value), "external-src-address", objects),
  dependsOn: (entry) => [
    ...mappingNeeds(entry, "ipv4"),
    ...vrfRefs("ipv4", ...localsOf(entry.value).map(({ vrf }) => vrf)),
    natPolicies.at({ instance: entry.key.instance }),
  ],
  async create(context, entry) {
    await context.vpp.call(Nat44AddDelLbStaticMapping, mappingFields(context, entry, true));
  },
  canUpdate: (before, after) => sameButLocals(before, after) && !hasChangedLocal(before, after),
  async update(context, { value }, before) {
    const [added, removed] = [newLocals(before, value), newLocals(value, before)];
    const step = (local: Local, isAdd: boolean) => ({
      do: () => setLocal(context, value, local, isAdd),
      undo: () => setLocal(context, value, local, !isAdd),
    });
    // VPP does not go below two, so the new ones come first.
    await allOrNone([...added.map((local) => step(local, true)), ...removed.map((local) => step(local, false))]);
  },
  delete: (context, entry) =>
    goneIsFine(context.vpp.call(Nat44AddDelLbStaticMapping, mappingFields(context, entry, false))),
  reads: [ipTables.ipv4],
  async *dump(context) {
    for (const { key } of instancesOf(context, "nat44-ed")) {
      let others = 100_000;
      for await (const details of context.vpp.dump(Nat44LbStaticMappingDump)) {
        const tag = parseMappingTag("mapping", details.tag);
        const note = tag === undefined ? details.tag || undefined : tag.note;
        const twiceNat = twiceNatOf(details.flags);
        const value: MappingValue = {
          "transport-protocol": details.protocol,
          "external-src-address": `${formatIp4(details.externalAddr)}/32`,
          "external-src-port": { "start-port-number": details.externalPort },
          ...(twiceNat !== undefined && { "sweetcomb-nat:twice-nat": twiceNat }),
          "sweetcomb-nat:out2in-only": (details.flags & flagsOf({ ...plain, out2inOnly: true })) !== 0,
          ...(note !== undefined && { "sweetcomb-nat:tag": note }),
          "sweetcomb-nat:local": details.locals.map(({ addr, port, probability, vrfId }) => {
            const vrf = vrfName(context, "ipv4", vrfId);
            return { address: formatIp4(addr), port, probability, ...(vrf !== undefined && { vrf }) };
          }),
        };
        yield { key: { ...key, index: tag?.index ?? unnumbered(others++) }, value, owned: tag !== undefined };
      }
    }
  },
  // VPP 26.06 lists an affinity of 0.
  unreadable: ["sweetcomb-nat:affinity", "sweetcomb-nat:twice-nat-address"],
  matches: (configured, dumped) =>
    sameButLocals(configured, dumped) &&
    newLocals(configured, dumped).length === 0 &&
    newLocals(dumped, configured).length === 0,
});

const plain = { hasPorts: true, twiceNat: undefined } as const;

function localsOf(value: MappingValue): readonly Local[] {
  return value["sweetcomb-nat:local"] ?? [];
}

function mappingFields(context: TranslatorContext, { key, value }: MappingEntry, isAdd: boolean) {
  const out2inOnly = value["sweetcomb-nat:out2in-only"] ?? false;
  return {
    ...externalOf(value),
    isAdd,
    flags: flagsOf({ hasPorts: true, twiceNat: value["sweetcomb-nat:twice-nat"], out2inOnly }),
    affinity: value["sweetcomb-nat:affinity"] ?? 0,
    tag: mappingTag("mapping", key.index, value["sweetcomb-nat:tag"]),
    locals: localsOf(value).map((local) => localFields(context, local)),
  };
}

function setLocal(context: TranslatorContext, value: MappingValue, local: Local, isAdd: boolean): Promise<unknown> {
  const fields = { ...externalOf(value), isAdd, local: localFields(context, local) };
  return context.vpp.call(Nat44LbStaticMappingAddDelLocal, fields);
}

function externalOf(value: MappingValue) {
  return {
    externalAddr: ip4Bytes(hostAddress(value["external-src-address"] ?? "")),
    externalPort: startPort(value["external-src-port"]) ?? 0,
    protocol: value["transport-protocol"] ?? 0,
  };
}

function localFields(context: TranslatorContext, { address, port, probability = 1, vrf }: Local) {
  return { addr: ip4Bytes(address), port, probability, vrfId: vrfId(context, "ipv4", vrf, 0) };
}

/** Locals of the second that the first has not, or has otherwise. */
function newLocals(before: MappingValue, after: MappingValue): Local[] {
  return localsOf(after).filter((local) => !localsOf(before).some((other) => isSameLocal(local, other)));
}

function isSameLocal(one: Local, other: Local): boolean {
  const { address, port, probability = 1, vrf } = one;
  return (
    address === other.address && port === other.port && probability === (other.probability ?? 1) && vrf === other.vrf
  );
}

/** One and the same host with another share: VPP would have to be without it for a moment. */
function hasChangedLocal(before: MappingValue, after: MappingValue): boolean {
  return newLocals(before, after).some((local) =>
    localsOf(before).some(({ address, port }) => address === local.address && port === local.port),
  );
}

function sameButLocals(one: MappingValue, other: MappingValue): boolean {
  const text = ({ "sweetcomb-nat:local": _, ...rest }: MappingValue) => JSON.stringify(Object.entries(rest).sort());
  return text(one) === text(other);
}

function refuseMapping(value: MappingValue): Refusal | undefined {
  const leafs = ["transport-protocol", "external-src-address", "external-src-port"] as const;
  const missing = leafs.find((leaf) => value[leaf] === undefined);
  if (missing !== undefined) {
    return { leaf: missing, message: "A mapping to several hosts needs a protocol, an outside address and its port" };
  }
  for (const leaf of [
    "internal-src-address",
    "internal-src-port",
    "sweetcomb-nat:vrf",
    "sweetcomb-nat:external-interface",
  ] as const) {
    if (value[leaf] !== undefined)
      return { leaf, message: "A mapping to several hosts has these in its list of hosts" };
  }
  if (localsOf(value).length < 2) {
    const message = "VPP shares connections among two hosts at least: one host is an inside address";
    return { leaf: "sweetcomb-nat:local", message };
  }
  const foreign = localsOf(value).find(({ vrf }) => vrf !== undefined);
  if (foreign !== undefined && value["sweetcomb-nat:out2in-only"] !== true) {
    const leaf = `sweetcomb-nat:local[address='${foreign.address}'][port='${foreign.port}']/vrf`;
    const message = "VPP forgets to remove hosts of other VRFs from its tables, unless the mapping is out2in-only";
    return { leaf, message, tag: "operation-not-supported" };
  }
  if (value["sweetcomb-nat:twice-nat-address"] !== undefined) {
    return { leaf: "sweetcomb-nat:twice-nat-address", message: "VPP chooses the address of mappings to several hosts" };
  }
  return refusePrefix("external-src-address", value["external-src-address"]);
}
