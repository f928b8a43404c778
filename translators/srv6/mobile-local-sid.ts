import { CliInband, SrLocalsidsWithPacketStatsDump, SrMobileLocalsidAddDel } from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { formatIp6, formatPrefix, ip4Bytes, ip6Bytes, prefix as prefixOf } from "../ip/addresses.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { shownStatistics } from "./shown-statistics.js";

type Key = { readonly prefix: string };

interface Value {
  readonly vrf?: string;
  readonly behavior: keyof typeof behaviors;
  readonly "ipv4-source-address"?: string;
  readonly "ipv4-source-position"?: number;
  readonly "segment-prefix"?: string;
  readonly "drop-in"?: boolean;
}

/** VPP's words, and how long a prefix may be for all that stands in the addresses behind it. */
const behaviors = {
  "end-m-gtp4-e": { word: "end.m.gtp4.e", longest: 56 },
  "end-m-gtp6-e": { word: "end.m.gtp6.e", longest: 88 },
  "end-m-gtp6-d": { word: "end.m.gtp6.d", longest: 128 },
  "end-m-gtp6-d-di": { word: "end.m.gtp6.d.di", longest: 128 },
} as const;

/** A tunnel's number and flow take the next 40 bits. */
const LONGEST_SEGMENT_PREFIX = 88;

const mobileSids = defineKind<Key>("srv6-mobile-local-sid", ["prefix"]);

/** Segments that come from GTP tunnels of mobile networks, or lead into them (plugin srv6mobile). VPP shows them on its command line. */
export const mobileLocalSid = defineTranslator<Key, Value>({
  name: mobileSids.name,
  kind: mobileSids,
  path: "/sweetcomb-srv6:srv6/mobile-local-sid",
  keys: { prefix: "mobile-local-sid/prefix" },
  leafs: ["vrf", "behavior", "ipv4-source-address", "ipv4-source-position", "segment-prefix", "drop-in"],
  messages: [SrMobileLocalsidAddDel, SrLocalsidsWithPacketStatsDump, CliInband],
  validate: refuseLongPrefixes,
  dependsOn: ({ value: { vrf } }) => [...tableDependency("ipv6", vrf), ...tableDependency("ipv4", vrf)],
  create: (context, entry) => addOrDelete(context, entry, false),
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, true), "INVALID_SW_IF_INDEX"),
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    const shown = await shownSids(context);
    if (shown.length === 0) return;
    // The command line does not tell the table of each.
    const tables = new Map<string, number>();
    for await (const { addr, fibTable } of context.vpp.dump(SrLocalsidsWithPacketStatsDump)) {
      tables.set(formatIp6(addr), fibTable);
    }
    for (const { prefix, value, state } of shown) {
      const table = tables.get(prefix.slice(0, prefix.indexOf("/")));
      const vrf = table === undefined ? undefined : vrfOfTable(context, "ipv6", table);
      if (vrf !== undefined) yield { key: { prefix }, value: { vrf, ...value }, state };
    }
  },
});

async function addOrDelete(context: TranslatorContext, { key, value }: Entry<Key, Value>, isDel: boolean) {
  const { vrf, "segment-prefix": segments, "ipv4-source-address": source = "0.0.0.0" } = value;
  const fibTable = tableIdOf(context, "ipv6", vrf);
  if (!isDel && tableIdOf(context, "ipv4", vrf) !== fibTable) {
    throw new NotSupportedByVpp("vrf", "VPP has one number for both tables of the VRF, and here they have two");
  }
  await context.vpp.call(SrMobileLocalsidAddDel, {
    isDel,
    localsidPrefix: ip6Prefix(key.prefix),
    behavior: behaviors[value.behavior].word,
    fibTable,
    dropIn: value["drop-in"] === true,
    v4srcAddr: ip4Bytes(source),
    v4srcPosition: value["ipv4-source-position"] ?? 0,
    ...(segments !== undefined && { srPrefix: ip6Prefix(segments) }),
  });
}

function ip6Prefix(text: string) {
  return { address: ip6Bytes(text.slice(0, text.indexOf("/"))), len: lengthOf(text) };
}

function lengthOf(prefix: string): number {
  return Number(prefix.slice(prefix.indexOf("/") + 1));
}

/** The paragraphs of `show sr localsids` that are of these behaviours. */
async function shownSids({ vpp }: TranslatorContext) {
  const { reply } = await vpp.call(CliInband, { cmd: "show sr localsids" });
  return reply.split(/^-+$/m).flatMap((paragraph) => {
    const word = (label: string) => new RegExp(`${label}:?\\s+(\\S+)`).exec(paragraph)?.[1];
    const shownPrefix = word("Address");
    const [behavior] = Object.entries(behaviors).find(([, { word: own }]) => word("Behavior") === own) ?? [];
    if (shownPrefix === undefined || behavior === undefined) return [];
    const [source, position] = [word("IPv4 source address"), Number(word("IPv4 address position") ?? 0)];
    const segments = word("SR Prefix");
    const value: Omit<Value, "vrf"> = {
      behavior: behavior as Value["behavior"],
      ...(source !== undefined && source !== "0.0.0.0" && { "ipv4-source-address": source }),
      ...(position !== 0 && { "ipv4-source-position": position }),
      ...(segments !== undefined && { "segment-prefix": canonical(segments) }),
      ...(behavior === "end-m-gtp6-d" && { "drop-in": word("Drop In") === "1" }),
    };
    return [{ prefix: canonical(shownPrefix), value, state: { statistics: shownStatistics(paragraph) } }];
  });
}

function canonical(text: string): string {
  return formatPrefix(prefixOf(text));
}

/** VPP writes behind the end of an address that has no room. */
function refuseLongPrefixes({ key, value }: Entry<Key, Value>): Refusal | undefined {
  const { longest } = behaviors[value.behavior];
  if (lengthOf(key.prefix) > longest) {
    return {
      leaf: "prefix",
      message: `The prefix has ${longest} bits at most: the rest of the address is for the tunnel`,
    };
  }
  const segments = value["segment-prefix"];
  if (segments === undefined || lengthOf(segments) <= LONGEST_SEGMENT_PREFIX) return undefined;
  return {
    leaf: "segment-prefix",
    message: `It has ${LONGEST_SEGMENT_PREFIX} bits at most: the rest is for the tunnel`,
  };
}
