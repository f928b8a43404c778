import { AddressFamily, CliInband, type IpFlowHashConfigV2, SetIpFlowHashV3 } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { defaultVrf, ipTables, tableDependency, tableIdOf } from "../routing/ip-table.js";

type Key = { readonly family: string; readonly vrf: string };

interface Value {
  /** Names of bits with spaces. */
  readonly fields: string;
}

const flowHashes = defineKind<Key>("flow-hash", ["family", "vrf"]);

/** The fields in the order of VPP's bits, with its words for them. */
const fields = [
  ["source-address", "src"],
  ["destination-address", "dst"],
  ["source-port", "sport"],
  ["destination-port", "dport"],
  ["protocol", "proto"],
  ["reverse", "reverse"],
  ["symmetric", "symmetric"],
  ["flow-label", "flowlabel"],
  ["gtpu-teid", "gtpv1teid"],
] as const;

/** With which VPP makes tables of either family. */
const defaults = "source-address destination-address source-port destination-port protocol flow-label";

/**
 * What spreads the packets of a table over paths. Every table has such a setting. The command line alone tells it, table by
 * table, so it is asked for the default tables and for those that are configured.
 */
export const flowHash = defineTranslator<Key, Value>({
  name: flowHashes.name,
  kind: flowHashes,
  path: "/sweetcomb-ip:ip/flow-hash",
  keys: { family: "flow-hash/address-family", vrf: "flow-hash/vrf" },
  leafs: ["fields"],
  messages: [SetIpFlowHashV3, CliInband],
  dependsOn: ({ key }) => tableDependency(key.family as Family, key.vrf),
  create: (context, { key, value }) => setFields(context, key, value.fields),
  update: (context, { key, value }) => setFields(context, key, value.fields),
  delete: (context, { key }) => setFields(context, key, defaults),
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    const configured = [...context.allConfigured<Key, Value>(flowHashes)].map(({ key }) => key);
    for (const family of ["ipv4", "ipv6"] as const) {
      const vrfs = new Set(configured.filter((key) => key.family === family).map(({ vrf }) => vrf));
      for (const vrf of new Set([defaultVrf, ...vrfs])) {
        const shown = await shownFields(context, family, vrf);
        if (shown === undefined || (!vrfs.has(vrf) && shown === defaults)) continue;
        yield { key: { family, vrf }, value: { fields: shown } };
      }
    }
  },
});

async function setFields(context: TranslatorContext, { family, vrf }: Key, names: string): Promise<void> {
  const wanted = new Set(names.split(" "));
  const flowHashConfig = fields.reduce((bits, [name], bit) => bits | (wanted.has(name) ? 1 << bit : 0), 0);
  const af = family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4;
  const tableId = tableIdOf(context, family as Family, vrf);
  await context.vpp.call(SetIpFlowHashV3, { tableId, af, flowHashConfig: flowHashConfig as IpFlowHashConfigV2 });
}

/** What VPP has for a table, as names of bits; undefined for a table that is not there. */
async function shownFields(context: TranslatorContext, family: Family, vrf: string): Promise<string | undefined> {
  const known = new Map(Array.from(context.handles(ipTables[family]), ([key, tableId]) => [key.vrf, tableId]));
  const tableId = vrf === defaultVrf ? 0 : known.get(vrf);
  if (tableId === undefined) return undefined;
  const [ip, everything] = family === "ipv6" ? ["ip6", "::/0"] : ["ip", "0.0.0.0/0"];
  const { reply } = await context.vpp.call(CliInband, { cmd: `show ${ip} fib table ${tableId} ${everything}` });
  const words = /flow hash:\[([^\]]*)\]/.exec(reply)?.[1]?.split(" ");
  if (words === undefined) return undefined;
  return fields.flatMap(([name, word]) => (words.includes(word) ? [name] : [])).join(" ");
}
