import {
  IfType,
  LcpItfHostType,
  LcpItfPairAddDelV3,
  type LcpItfPairDetails,
  LcpItfPairGet,
  SubIfFlags,
  type SwInterfaceDetails,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator } from "../../src/southbound/translator.js";
import { refuseOnPackets } from "../interfaces/frames.js";
import {
  type InterfaceKey,
  interfacePath,
  interfaces,
  type ListedInterface,
  listInterfaces,
} from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

const MEMBER = "sweetcomb-linux-cp:linux-pair";

interface Value {
  readonly [MEMBER]: Pair;
}

interface Pair {
  readonly "host-interface-name": string;
  readonly "host-interface-type"?: "tap" | "tun";
  readonly "network-namespace"?: string;
  readonly below?: string;
}

const linuxPairs = defineKind<InterfaceKey>("linux-pair", ["name"]);

/**
 * An interface of the host beside one of VPP. VPP makes the tap of it itself, which is an interface that is not configured.
 * Asked for all pairs, lcp_itf_pair_get_v2 of VPP 26.06 does not answer when there is none, so its predecessor is asked.
 */
export const linuxPair = defineTranslator<InterfaceKey, Value>({
  name: linuxPairs.name,
  kind: linuxPairs,
  path: interfacePath,
  keys: { name: "interface/name" },
  leafs: [MEMBER],
  messages: [LcpItfPairAddDelV3, LcpItfPairGet],
  claims({ value: { [MEMBER]: pair } }) {
    const { "host-interface-name": name, "network-namespace": namespace } = pair;
    const place = namespace === undefined ? "" : ` in ${namespace}`;
    return [{ what: `interface ${name} of the host${place}`, leaf: `${MEMBER}/host-interface-name` }];
  },
  dependsOn: ({ key, value: { [MEMBER]: pair } }) => [
    interfaces.at(key),
    ...(pair.below === undefined ? [] : [linuxPairs.at({ name: pair.below })]),
  ],
  // A tap has frames, a tun has none.
  validateTogether: ({ key, value: { [MEMBER]: pair } }, objects) =>
    pair["host-interface-type"] === "tun"
      ? undefined
      : refuseOnPackets(objects, key.name, `${MEMBER}/host-interface-type`),
  async create({ vpp, handleOf }, { key, value: { [MEMBER]: pair } }) {
    await vpp.call(LcpItfPairAddDelV3, {
      isAdd: true,
      swIfIndex: handleOf(interfaces.at(key)),
      hostIfName: pair["host-interface-name"],
      hostIfType: hostTypes[pair["host-interface-type"] ?? "tap"],
      netns: pair["network-namespace"] ?? "",
    });
  },
  update: "recreate",
  delete: ({ vpp, handleOf }, { key }) =>
    goneIsFine(vpp.call(LcpItfPairAddDelV3, { isAdd: false, swIfIndex: handleOf(interfaces.at(key)) })),
  reads: [interfaces],
  async *dump(context) {
    const listed = await listInterfaces(context);
    for await (const details of context.vpp.dump(LcpItfPairGet, { cursor: 0 })) {
      const paired = listed.get(details.phySwIfIndex);
      if (paired !== undefined) yield { key: { name: paired.name }, ...shown(details, paired.details, listed) };
    }
  },
  chosenByVpp: [`${MEMBER}/network-namespace`],
});

const hostTypes = { tap: LcpItfHostType.LCP_API_ITF_HOST_TAP, tun: LcpItfHostType.LCP_API_ITF_HOST_TUN } as const;

function shown(details: LcpItfPairDetails, paired: SwInterfaceDetails, listed: ReadonlyMap<number, ListedInterface>) {
  const below = interfaceBelow(paired, listed);
  const tap = listed.get(details.hostSwIfIndex)?.name;
  const value: Pair = {
    "host-interface-name": details.hostIfName,
    "host-interface-type": details.hostIfType === hostTypes.tun ? "tun" : "tap",
    ...(details.netns !== "" && { "network-namespace": details.netns }),
    ...(below !== undefined && { below }),
  };
  return {
    value: { [MEMBER]: value },
    state: {
      [MEMBER]: { "host-interface-index": details.vifIndex, ...(tap !== undefined && { "tap-interface": tap }) },
    },
  };
}

/** The parent of a sub-interface; with two tags, the sub-interface of its parent that has the outer one alone. */
function interfaceBelow(paired: SwInterfaceDetails, listed: ReadonlyMap<number, ListedInterface>): string | undefined {
  if (paired.type !== IfType.IF_API_TYPE_SUB) return undefined;
  if (!has(paired, SubIfFlags.SUB_IF_API_FLAG_TWO_TAGS)) return listed.get(paired.supSwIfIndex)?.name;
  for (const { details, name } of listed.values()) {
    const isOuter =
      details.supSwIfIndex === paired.supSwIfIndex &&
      has(details, SubIfFlags.SUB_IF_API_FLAG_ONE_TAG) &&
      details.subOuterVlanId === paired.subOuterVlanId;
    const isSameTag =
      has(details, SubIfFlags.SUB_IF_API_FLAG_DOT1AD) === has(paired, SubIfFlags.SUB_IF_API_FLAG_DOT1AD);
    if (isOuter && isSameTag) return name;
  }
  return undefined;
}

function has({ subIfFlags }: SwInterfaceDetails, flag: number): boolean {
  return (subIfFlags & flag) !== 0;
}
