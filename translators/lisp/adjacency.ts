import { LispAdjacenciesGet, OneAddDelAdjacency, OneAdjacenciesGet, OneEidTableVniDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { eid, formatEid, isAnyEid, kindOfEid } from "./eid.js";
import { localMappings } from "./local-mapping.js";
import { nshLocators, pitrLocators } from "./locators-in-use.js";
import { lispPath } from "./plane.js";
import { proxyEtrs, remoteMappings } from "./remote-ends.js";

type Key = { readonly vni: string; readonly remote: string };

interface Value {
  readonly "local-eid"?: string;
}

const adjacencies = defineKind<Key>("lisp-adjacency", ["vni", "remote"]);

/**
 * Forwarding between endpoints before a packet has asked for it. VPP has one for each remote mapping, and ends when that is the
 * default route (YANG refuses it).
 */
export const adjacency = defineTranslator<Key, Value>({
  name: adjacencies.name,
  kind: adjacencies,
  path: `${lispPath}/adjacency`,
  keys: { vni: "adjacency/vni", remote: "adjacency/remote-eid" },
  leafs: ["local-eid"],
  when: () => true,
  messages: [OneAddDelAdjacency, LispAdjacenciesGet, OneAdjacenciesGet, OneEidTableVniDump],
  dependsOn({ key: { vni, remote }, value }) {
    const needed = [remoteMappings.at({ vni, eid: remote })];
    if (kindOfEid(remote) === "nsh") return [...needed, nshLocators.at({})];
    const local = value["local-eid"];
    return [...needed, local === undefined ? pitrLocators.at({}) : localMappings.at({ vni, eid: local })];
  },
  // It is by them that VPP picks locators.
  after: () => [pitrLocators.at({}), proxyEtrs.at({})],
  create: (context, entry) => addOrDelete(context, entry, true),
  update: (context, entry) => addOrDelete(context, entry, true),
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false), "UNSPECIFIED"),
  async *dump(context) {
    const { vpp } = context;
    for await (const { vni } of vpp.dump(OneEidTableVniDump)) {
      const shown = (await vpp.call(LispAdjacenciesGet, { vni })).adjacencies;
      for (const { reid, leid } of shown) {
        if (isAnyEid(reid)) continue;
        const key = { vni: String(vni), remote: formatEid(reid) };
        // A proxy has locators for all sources, and VPP shows one that it once knew.
        const configured = context.configured<Value>(adjacencies.at(key));
        const isForAll = configured !== undefined && configured["local-eid"] === undefined;
        yield { key, value: isForAll || isAnyEid(leid) ? {} : { "local-eid": formatEid(leid) } };
      }
      if (vni !== 0 || !shown.some(({ reid }) => isAnyEid(reid))) continue;
      for (const remote of await servicePaths(vpp)) yield { key: { vni: "0", remote }, value: {} };
    }
  },
});

/**
 * Service paths are prefixes 0.0.0.0/0 to lisp_adjacencies_get. To one_adjacencies_get they are prefixes, too, whose bytes are
 * those of the path: its upper byte, which is 0, stands for the family, the others and the index for the address.
 */
async function servicePaths(vpp: TranslatorContext["vpp"]): Promise<readonly string[]> {
  const shown = await vpp.call(OneAdjacenciesGet, { vni: 0 });
  return shown.adjacencies.flatMap(({ reid }) => {
    const { address, len } = reid.address.prefix!;
    if (len !== 0 || address.un.ip4 === undefined) return [];
    const [high = 0, middle = 0, low = 0, index = 0] = address.un.ip4;
    return [`nsh:${high * 65536 + middle * 256 + low}:${index}`];
  });
}

async function addOrDelete({ vpp }: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean) {
  const reid = eid(key.remote);
  const local = value["local-eid"];
  await vpp.call(OneAddDelAdjacency, {
    isAdd: isAdd ? 1 : 0,
    vni: Number(key.vni),
    reid,
    leid: local === undefined ? reid : eid(local),
  });
}
