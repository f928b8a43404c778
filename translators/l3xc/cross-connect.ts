import { type L3xc, L3xcDel, L3xcDump, L3xcUpdate } from "vpp-binapi-ts/api";
import { defineTranslator, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import type { Family } from "../ip/addresses.js";
import { ipTables } from "../routing/ip-table.js";
import { decodePath, encodePath, type Path } from "../routing/path.js";
import {
  listedPaths,
  pathList,
  pathListDependencies,
  refuseDeadlyWays,
  refuseLabels,
  refuseOtherFamily,
  refusePaths,
  samePathLists,
} from "../routing/path-list.js";
import { refuseReceivedAgain } from "../routing/received-again.js";
import { udpEncapsulations } from "../routing/udp-encapsulations.js";
import { goneIsFine } from "../vpp-answers.js";
import { type CrossConnect, type CrossConnectKey, crossConnects } from "./kinds.js";

/**
 * All paths of one interface and family. VPP 26.06 takes an update of a cross-connect and goes on to forward over the old paths,
 * so it is made anew.
 */
export const crossConnect = defineTranslator<CrossConnectKey, CrossConnect>({
  name: crossConnects.name,
  kind: crossConnects,
  path: `${interfacePath}/sweetcomb-l3xc:l3-cross-connect`,
  keys: { interface: "interface/name", family: "l3-cross-connect/address-family" },
  leafs: ["next-hop"],
  when: () => true,
  messages: [L3xcUpdate, L3xcDel, L3xcDump],
  validate: ({ key, value }) => refuse(listedPaths(value["next-hop"]), key.family),
  validateTogether: ({ key, value }, objects) =>
    refuseDeadlyWays(value["next-hop"], "next-hop", objects) ?? refuseReceivedAgain(key.interface, "next-hop", objects),
  dependsOn: ({ key, value }) => [interfaces.at({ name: key.interface }), ...pathListDependencies(value["next-hop"])],
  async create(context, { key, value }) {
    const paths = listedPaths(value["next-hop"]).map((path) => encodePath(context, path));
    await context.vpp.call(L3xcUpdate, { l3xc: { ...placeOf(context, key), paths } });
  },
  update: "recreate",
  delete: (context, { key }) => goneIsFine(context.vpp.call(L3xcDel, placeOf(context, key))),
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6, udpEncapsulations],
  async *dump(context) {
    const indexes = new Set<number>();
    for await (const { l3xc } of context.vpp.dump(L3xcDump, { swIfIndex: NO_INTERFACE })) indexes.add(l3xc.swIfIndex);
    for (const swIfIndex of indexes) {
      const name = context.keyOf(interfaces, swIfIndex)?.name;
      if (name === undefined) continue;
      const found: L3xc[] = [];
      for await (const { l3xc } of context.vpp.dump(L3xcDump, { swIfIndex })) found.push(l3xc);
      yield* shownOn(context, name, found);
    }
  },
  matches: (configured, dumped) => samePathLists(configured["next-hop"], dumped["next-hop"]),
});

function placeOf({ handleOf }: TranslatorContext, key: CrossConnectKey) {
  return { swIfIndex: handleOf(interfaces.at({ name: key.interface })), isIp6: key.family === "ipv6" };
}

/** VPP does not show the family. Of one interface it shows IPv4 first; one alone is of the family of its paths. */
function* shownOn(context: TranslatorContext, name: string, found: readonly L3xc[]) {
  for (const [index, { paths: shown }] of found.entries()) {
    const paths = shown.map((path) => decodePath(context, path)).filter((path) => path !== undefined);
    const alone: Family = paths.some((path) => familyOfPath(path) === "ipv6") ? "ipv6" : "ipv4";
    const family: Family = found.length === 1 ? alone : index === 0 ? "ipv4" : "ipv6";
    yield { key: { interface: name, family }, value: { "next-hop": pathList(paths) } };
  }
}

function refuse(paths: readonly Path[], family: Family): Refusal | undefined {
  const leaf = "next-hop";
  return refuseOtherFamily(paths, family, leaf) ?? refuseLabels(paths, leaf) ?? refusePaths(paths, leaf);
}

/** Undefined for a path that leads to no IP packets. */
function familyOfPath({ via }: Path): Family | undefined {
  return via.kind === "label" || via.kind === "ethernet" ? undefined : via.family;
}
