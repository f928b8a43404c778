import { MplsTunnelAddDel, MplsTunnelDump } from "vpp-binapi-ts/api";
import type { ObjectKind, Refusal, TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, type ListedInterface, NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { ipTables } from "../routing/ip-table.js";
import { decodePath, encodePath, type Path } from "../routing/path.js";
import {
  listedPaths,
  type PathList,
  pathList,
  pathListDependencies,
  refuseDeadlyWays,
  refusePaths,
  samePathLists,
} from "../routing/path-list.js";
import { marksOfLabels, refuseLabelsToWatched } from "../routing/watched-neighbours.js";

interface Value extends TypedValue {
  readonly "sweetcomb-mpls:mpls-tunnel"?: TunnelSettings;
}

interface TunnelSettings {
  readonly "l2-only"?: boolean;
  readonly multicast?: boolean;
  readonly "next-hop"?: PathList;
}

const settings = "sweetcomb-mpls:mpls-tunnel";

/** An interface that imposes labels. VPP deletes it with its last path, so a delete names all of them. */
export const mplsTunnel = defineInterfaceKind<Value>({
  name: "mpls-tunnel",
  type: settings,
  leafs: [settings],
  messages: [MplsTunnelAddDel, MplsTunnelDump],
  isOne: ({ details }) => details.interfaceDevType === "MPLS tunnel device",
  isKnownByValue: () => true,
  validate: ({ value }) => refuseNextHops(listedPaths(value[settings]?.["next-hop"])),
  dependsOn: ({ value }) => pathListDependencies(value[settings]?.["next-hop"]),
  marks: ({ value }) => marksOfLabels(listedPaths(value[settings]?.["next-hop"])),
  validateTogether: ({ value }, objects) =>
    refuseLabelsToWatched(listedPaths(value[settings]?.["next-hop"]), `${settings}/next-hop`, objects) ??
    refuseDeadlyWays(value[settings]?.["next-hop"], `${settings}/next-hop`, objects),
  async create(context, { value }) {
    const { swIfIndex } = await addOrDelete(context, NO_INTERFACE, value[settings] ?? {}, true);
    return swIfIndex;
  },
  remove: (context, swIfIndex, { value }) => addOrDelete(context, swIfIndex, value[settings] ?? {}, false),
  async *dump(context, listed) {
    const names = namesIn(context, listed);
    for await (const { mtTunnel } of context.vpp.dump(MplsTunnelDump, { swIfIndex: NO_INTERFACE })) {
      const paths = mtTunnel.mtPaths.map((path) => decodePath(names, path)).filter((path) => path !== undefined);
      const shown = {
        "l2-only": mtTunnel.mtL2Only,
        multicast: mtTunnel.mtIsMulticast,
        "next-hop": pathList(paths),
      };
      yield { swIfIndex: mtTunnel.mtSwIfIndex, value: { [settings]: shown } };
    }
  },
  reads: [ipTables.ipv4, ipTables.ipv6],
  matches(configured, dumped) {
    const [wanted = {}, found = {}] = [configured[settings], dumped[settings]];
    const same = (name: "l2-only" | "multicast") => (wanted[name] ?? false) === (found[name] ?? false);
    return same("l2-only") && same("multicast") && samePathLists(wanted["next-hop"], found["next-hop"]);
  },
});

function refuseNextHops(paths: readonly Path[]): Refusal | undefined {
  const leaf = `${settings}/next-hop`;
  if (paths.every(({ via }) => via.kind === "hop")) return refusePaths(paths, leaf);
  return { leaf, message: "A tunnel goes to next hops with an interface or an address" };
}

function addOrDelete(context: TranslatorContext, mtSwIfIndex: number, tunnel: TunnelSettings, mtIsAdd: boolean) {
  const mtTunnel = {
    mtSwIfIndex,
    mtL2Only: tunnel["l2-only"] === true,
    mtIsMulticast: tunnel.multicast === true,
    mtPaths: listedPaths(tunnel["next-hop"]).map((path) => encodePath(context, path)),
  };
  return context.vpp.call(MplsTunnelAddDel, { mtIsAdd, mtTunnel });
}

/** Interfaces are known by their list: those of other kinds may not have been dumped when the tunnels are. */
function namesIn(context: TranslatorContext, listed: ReadonlyMap<number, ListedInterface>) {
  return {
    keyOf<Key>(kind: ObjectKind<Key>, handle: number): Key | undefined {
      if (kind.name !== interfaces.name) return context.keyOf(kind, handle);
      const name = listed.get(handle)?.name;
      return name === undefined ? undefined : ({ name } as Key);
    },
  };
}
