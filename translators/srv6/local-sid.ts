import {
  type SrLocalsidsWithPacketStatsDetails as Details,
  SrBehavior,
  SrLocalsidAddDelV2,
  SrLocalsidsWithPacketStatsDump,
} from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  type ObjectRef,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { address, type Family, formatIp4, formatIp6, ip6Bytes } from "../ip/addresses.js";
import { defaultVrf, ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { type LocalSidKey, localSids } from "./kinds.js";
import { refuseSidOfLoop } from "./steered-loop.js";

interface Value {
  readonly vrf?: string;
  readonly behavior: keyof typeof behaviors;
  readonly psp?: boolean;
  readonly "outgoing-interface"?: string;
  readonly "next-hop-address"?: string;
  readonly "lookup-vrf"?: string;
  readonly lengths?: {
    readonly "locator-block"?: number;
    readonly "locator-node"?: number;
    readonly function?: number;
  };
}

interface Behavior {
  readonly number: SrBehavior;
  /** What it needs, and of which family its next hop or lookup is. */
  readonly needs?: "next-hop" | "interface" | "lookup";
  readonly family?: Family;
}

const behaviors = {
  end: { number: SrBehavior.SR_BEHAVIOR_API_END },
  "end-x": { number: SrBehavior.SR_BEHAVIOR_API_X, needs: "next-hop", family: "ipv6" },
  "end-t": { number: SrBehavior.SR_BEHAVIOR_API_T, needs: "lookup", family: "ipv6" },
  "end-dx2": { number: SrBehavior.SR_BEHAVIOR_API_DX2, needs: "interface" },
  "end-dx4": { number: SrBehavior.SR_BEHAVIOR_API_DX4, needs: "next-hop", family: "ipv4" },
  "end-dx6": { number: SrBehavior.SR_BEHAVIOR_API_DX6, needs: "next-hop", family: "ipv6" },
  "end-dt4": { number: SrBehavior.SR_BEHAVIOR_API_DT4, needs: "lookup", family: "ipv4" },
  "end-dt6": { number: SrBehavior.SR_BEHAVIOR_API_DT6, needs: "lookup", family: "ipv6" },
  un: { number: SrBehavior.SR_BEHAVIOR_API_END_UN_PERF },
  "un-flexible": { number: SrBehavior.SR_BEHAVIOR_API_END_UN },
  ua: { number: SrBehavior.SR_BEHAVIOR_API_UA, needs: "next-hop", family: "ipv6" },
} as const satisfies Record<string, Behavior>;

export const localSidPath = "/sweetcomb-srv6:srv6/local-sid";
export const localSidKeys = { sid: "local-sid/sid" } as const;

/** A segment that ends here. VPP crashes on behaviours that it does not know and on lookups in tables that are not there. */
export const localSid = defineTranslator<LocalSidKey, Value>({
  name: "srv6-local-sid",
  kind: localSids,
  path: localSidPath,
  keys: localSidKeys,
  when: ({ behavior }) => behavior in behaviors,
  leafs: ["vrf", "behavior", "psp", "outgoing-interface", "next-hop-address", "lookup-vrf", "lengths"],
  messages: [SrLocalsidAddDelV2, SrLocalsidsWithPacketStatsDump],
  validateTogether: ({ key, value }, objects) => refuseSidOfLoop(key.sid, value, objects),
  dependsOn({ value }) {
    const needed: ObjectRef[] = [...tableDependency("ipv6", value.vrf)];
    const { needs, family = "ipv6" }: Behavior = behaviors[value.behavior];
    if (needs === "lookup") needed.push(...tableDependency(family, value["lookup-vrf"]));
    const name = value["outgoing-interface"];
    return name === undefined ? needed : [...needed, interfaces.at({ name })];
  },
  create: (context, entry) => addOrDelete(context, entry, false),
  update: "recreate",
  delete: (context, entry) => addOrDelete(context, entry, true),
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for await (const details of context.vpp.dump(SrLocalsidsWithPacketStatsDump)) {
      const value = shownValue(context, details);
      if (value !== undefined) yield { key: { sid: formatIp6(details.addr) }, value, state: statisticsOf(details) };
    }
  },
  unreadable: ["lengths"],
});

async function addOrDelete(
  context: TranslatorContext,
  { key, value }: Entry<LocalSidKey, Value>,
  isDel: boolean,
): Promise<void> {
  const { number, needs, family = "ipv6" }: Behavior = behaviors[value.behavior];
  const { lengths = {}, "outgoing-interface": name, "next-hop-address": nextHop } = value;
  const target = name === undefined ? NO_INTERFACE : context.handleOf(interfaces.at({ name }));
  await context.vpp.call(SrLocalsidAddDelV2, {
    isDel,
    localsid: ip6Bytes(key.sid),
    endPsp: value.psp === true,
    behavior: number,
    // The number of a table stands in the same place.
    swIfIndex: needs === "lookup" ? tableIdOf(context, family, value["lookup-vrf"]) : target,
    fibTable: tableIdOf(context, "ipv6", value.vrf),
    ...(nextHop !== undefined && { nhAddr: address(nextHop) }),
    locatorBlockLen: lengths["locator-block"] ?? 0,
    locatorNodeLen: lengths["locator-node"] ?? 0,
    functionLen: lengths.function ?? 0,
  });
}

/** undefined where VPP holds what YANG cannot say: behaviours of plugins, interfaces and tables that are gone. */
function shownValue(context: TranslatorContext, details: Details): Value | undefined {
  const found = Object.entries<Behavior>(behaviors).find(([, { number }]) => number === details.behavior);
  const vrf = vrfOfTable(context, "ipv6", details.fibTable);
  if (found === undefined || vrf === undefined) return undefined;
  const [behavior, { needs, family = "ipv6" }] = found as [Value["behavior"], Behavior];
  const value = { vrf, behavior, psp: details.endPsp };
  const target = details.xconnectIfaceOrVrfTable;
  if (needs === undefined) return value;
  if (needs === "lookup") {
    const lookup = vrfOfTable(context, family, target) ?? defaultVrf;
    return { ...value, "lookup-vrf": lookup };
  }
  const name = context.keyOf(interfaces, target)?.name;
  if (name === undefined) return undefined;
  const { ip4, ip6 } = details.xconnectNhAddr.un;
  const nextHop = family === "ipv4" ? ip4 && formatIp4(ip4) : ip6 && formatIp6(ip6);
  return {
    ...value,
    "outgoing-interface": name,
    ...(needs === "next-hop" && nextHop !== undefined && { "next-hop-address": nextHop }),
  };
}

function statisticsOf(details: Details) {
  return {
    statistics: {
      "good-packets": String(details.goodTrafficPktCount),
      "good-octets": String(details.goodTrafficBytes),
      "bad-packets": String(details.badTrafficPktCount),
      "bad-octets": String(details.badTrafficBytes),
    },
  };
}
