import { type MplsRoute, MplsRouteAddDel, MplsRouteDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { interfaces } from "../interfaces/interface.js";
import { ipTables } from "../routing/ip-table.js";
import { decodePath, encodePath, type Via } from "../routing/path.js";
import {
  listedPaths,
  type PathList,
  pathList,
  pathListDependencies,
  refuseDeadlyWays,
  refusePaths,
  samePathLists,
} from "../routing/path-list.js";
import { udpEncapsulations } from "../routing/udp-encapsulations.js";
import { marksOfLabels, refuseLabelsToWatched } from "../routing/watched-neighbours.js";
import { goneIsFine } from "../vpp-answers.js";
import { refuseUnlessTableZeroIsFirst } from "./first-table.js";
import { mplsTables, type TableKey, tableKeys, tablePath } from "./table.js";

type Key = TableKey & { readonly label: string; readonly position: string };

interface Value {
  readonly payload?: Payload;
  readonly multicast?: boolean;
  readonly "next-hop"?: PathList;
}

type Payload = "ipv4" | "ipv6" | "ethernet";

/** VPP's DPO protocols. */
const payloads: Readonly<Record<Payload, number>> = { ipv4: 0, ipv6: 1, ethernet: 3 };
const mplsPayload = 2;

/** Below it are labels that VPP itself gives a meaning in every table. */
const firstLabel = 3;

/** What a table does with one label. VPP replaces all next hops of a label at once. */
export const mplsRoute = defineTranslator<Key, Value>({
  name: "mpls-route",
  path: `${tablePath}/route`,
  keys: { ...tableKeys, label: "route/label", position: "route/position" },
  leafs: ["payload", "multicast", "next-hop"],
  when: () => true,
  messages: [MplsRouteAddDel, MplsRouteDump],
  validate: ({ key, value }) =>
    refusePaths(listedPaths(value["next-hop"]), "next-hop") ??
    refuseEthernet(value) ??
    refuseReceived(key, value) ??
    refuseRouting(value),
  dependsOn: ({ key, value }) => [mplsTables.at(key), ...pathListDependencies(value["next-hop"])],
  marks: ({ value }) => marksOfLabels(listedPaths(value["next-hop"])),
  validateTogether: ({ value }, objects) =>
    refuseLabelsToWatched(listedPaths(value["next-hop"]), "next-hop", objects) ??
    refuseDeadlyWays(value["next-hop"], "next-hop", objects),
  create: (context, entry) => setRoute(context, entry),
  update: (context, entry) => setRoute(context, entry),
  // The payload is part of what tells routes apart, and the flag stays with the route.
  canUpdate: (before, after) => before.payload === after.payload && before.multicast === after.multicast,
  async delete({ vpp }, { key, value }) {
    const mrRoute = { ...routeKey(key, value), mrPaths: [] };
    await goneIsFine(vpp.call(MplsRouteAddDel, { mrIsAdd: false, mrIsMultipath: false, mrRoute }));
  },
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6, udpEncapsulations, mplsTables],
  async *dump(context) {
    const dumps = dumpEach(context.handles(mplsTables), ([, mtTableId]) =>
      context.vpp.dump(MplsRouteDump, { table: { mtTableId } }),
    );
    for await (const [[{ tableId }], { mrRoute }] of dumps) {
      if (mrRoute.mrLabel >= firstLabel) yield shownRoute(context, tableId, mrRoute);
    }
  },
  unreadable: ["multicast"],
  matches: (configured, dumped) =>
    (configured.payload ?? "ipv4") === (dumped.payload ?? "ipv4") &&
    samePathLists(configured["next-hop"], dumped["next-hop"]),
});

async function setRoute(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  const paths = listedPaths(value["next-hop"]);
  if (paths.some(({ via }) => via.kind === "label")) await refuseUnlessTableZeroIsFirst(context, "next-hop");
  const mrPaths = paths.map((path) => encodePath(context, path));
  const mrRoute = { ...routeKey(key, value), mrIsMulticast: value.multicast === true, mrPaths };
  await context.vpp.call(MplsRouteAddDel, { mrIsAdd: true, mrIsMultipath: false, mrRoute });
}

/** Ethernet frames can be received by an interface, or dropped: VPP crashes on all else once its interface is up. */
function refuseEthernet({ payload, "next-hop": list }: Value): Refusal | undefined {
  const ways = listedPaths(list).map(({ via }) => via);
  if (payload === "ethernet") {
    const isFit = (via: Via) => via.kind === "ethernet" || (via.kind === "special" && via.special === "blackhole");
    if (ways.every(isFit)) return undefined;
    return { leaf: "next-hop", message: "Ethernet frames need an ethernet-interface, or are dropped" };
  }
  if (!ways.some(({ kind }) => kind === "ethernet")) return undefined;
  return { leaf: "payload", message: "An ethernet-interface takes Ethernet frames only" };
}

/** VPP 26.06 takes an interface for what has another label before it, and drops the packets. */
function refuseReceived({ position }: Key, { "next-hop": list }: Value): Refusal | undefined {
  if (position === "bottom" || listedPaths(list).every(({ via }) => via.kind !== "received")) return undefined;
  return { leaf: "next-hop", message: "An interface receives packets behind the last label only" };
}

/** Behind labels stands no Ethernet header that packets could leave with. */
function refuseRouting({ "next-hop": list }: Value): Refusal | undefined {
  if (listedPaths(list).every(({ via }) => via.kind !== "dvr")) return undefined;
  return {
    leaf: "next-hop",
    message: "A packet behind labels has no Ethernet header to go out of a dvr-interface with",
  };
}

function routeKey({ tableId, label, position }: Key, { payload }: Value) {
  const isBottom = position === "bottom";
  return {
    mrTableId: Number(tableId),
    mrLabel: Number(label),
    mrEos: isBottom ? 1 : 0,
    mrEosProto: isBottom ? payloads[payload ?? "ipv4"] : mplsPayload,
  };
}

function shownRoute(context: TranslatorContext, tableId: string, { mrLabel, mrEos, mrEosProto, mrPaths }: MplsRoute) {
  const paths = mrPaths.map((path) => decodePath(context, path)).filter((path) => path !== undefined);
  const payload = Object.entries(payloads).find(([, proto]) => proto === mrEosProto)?.[0] as Payload | undefined;
  const isBottom = mrEos !== 0;
  return {
    key: { tableId, label: String(mrLabel), position: isBottom ? "bottom" : "inner" },
    value: { ...(isBottom && payload !== undefined && { payload }), "next-hop": pathList(paths) },
  };
}
