import { type IpMroute, IpMrouteAddDel, IpMrouteDump, IpMtableDump, MfibSignalDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addressKey, type Family, isZero, maxLength, prefixKey } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire } from "../values.js";
import { igmpRoutes } from "./igmp-routes.js";
import { type MulticastPath, specialRoutes } from "./ip-mroute-specials.js";
import type { WirePath } from "./ip-path.js";
import { pathKey, shownPaths } from "./shown-path.js";

/** What clients said of a route. */
interface Entry {
  readonly route: IpMroute;
  /** Never shown. */
  readonly entryFlags: number;
  /** Undefined until there was a path. */
  readonly paths: readonly MulticastPath[] | undefined;
  /** Index of what forwards, undefined where nothing does. */
  readonly replicate?: number | undefined;
}

const FORWARD = 4;
/** VPP counts them in eight bits when it lists them, and writes all of them. */
const MOST_PATHS = 255;

const entries = recordsOf<Entry>("multicast-routes");

/**
 * Multicast routes (vnet/mfib). A message with paths adds these to the route or takes them away, one without sets the flags of the
 * route, and `isMultipath` is not looked at. Beside the routes of clients there are those of every table and those of IGMP.
 */
export const ipMroute: Feature = {
  name: "ip-mroute",
  handlers: [
    answer(IpMrouteAddDel, (vpp, { isAdd, route }) => {
      const refuse = (retval: number) => ({ retval, statsIndex: NONE });
      if (vpp.fib.find(familyOf(route), route.tableId)?.hasMulticast !== true) return refuse(Retval.NO_SUCH_FIB);
      const paths = shown(vpp, route.paths);
      if (typeof paths === "number") return refuse(paths);
      const key = keyOf(route);
      const before = entries(vpp).get(key);
      const after = changed(before, { route, paths, isAdd });
      const replicate = replicateOf(vpp, before, after);
      if (after === undefined || ((after.paths ?? []).length === 0 && after.entryFlags === 0)) entries(vpp).delete(key);
      else entries(vpp).set(key, { ...after, replicate });
      const statsIndex = replicate ?? DROP_INDEX[familyOf(route)];
      return { retval: Retval.OK, statsIndex: entries(vpp).has(key) && isAdd ? statsIndex : NONE };
    }),
    answerDump(IpMrouteDump, function* (vpp, { table: { tableId, isIp6 } }) {
      const family = isIp6 ? "ip6" : "ip4";
      if (vpp.fib.find(family, tableId)?.hasMulticast !== true) return;
      // Of what several have said, VPP shows the first in this order.
      const special = specialRoutes(vpp, family, tableId);
      const said = [...entries(vpp).values()]
        .filter(({ route }) => familyOf(route) === family && route.tableId === tableId)
        .map(({ route, paths = [] }) => ({
          ...route,
          prefix: { ...route.prefix, grpAddressLength: lengthOf(route) },
          entryFlags: 0,
          rpfId: 0,
          paths: withFlags(paths),
        }));
      const learned = family === "ip4" ? igmpRoutes(vpp, tableId) : [];
      const seen = new Set<string>();
      for (const route of [...special, ...said, ...learned] as IpMroute[]) {
        if (seen.has(keyOf(route))) continue;
        seen.add(keyOf(route));
        if (route.paths.length > MOST_PATHS) throw new VppDies("of a route with more paths than it counts");
        yield { route };
      }
    }),
    answerDump(IpMtableDump, function* (vpp) {
      for (const family of ["ip4", "ip6"] as const) {
        for (const { tableId, hasMulticast } of vpp.fib.tables(family)) {
          if (hasMulticast) yield { table: { tableId, isIp6: family === "ip6", name: "" } };
        }
      }
    }),
    // No packet ever comes.
    answerDump(MfibSignalDump, function* () {}),
  ],
};

interface Change {
  readonly route: IpMroute;
  readonly paths: readonly MulticastPath[];
  readonly isAdd: boolean;
}

/** What clients have said of a route after a message, undefined for nothing. */
function changed(before: Entry | undefined, { route, paths, isAdd }: Change): Entry | undefined {
  const flags = route.entryFlags as number;
  if (paths.length === 0) return { route: before?.route ?? route, paths: before?.paths, entryFlags: flags };
  const named = new Set(paths.map(({ path }) => pathKey(path as WirePath)));
  const others = (before?.paths ?? []).filter(({ path }) => !named.has(pathKey(path as WirePath)));
  if (isAdd)
    return { route: before?.route ?? route, paths: [...others, ...paths], entryFlags: before?.entryFlags ?? flags };
  if (before === undefined) return undefined;
  if (before.paths === undefined) throw new VppDies("a path is taken from a multicast route that never had any");
  return { ...before, paths: others };
}

/** VPP has one object that drops for each family. */
const DROP_INDEX = { ip4: 0, ip6: 1 } as const;

/** Taken when the first path forwards, and given back when none does. */
function replicateOf({ fib: { replicates } }: Vpp, before?: Entry, after?: Entry): number | undefined {
  const forwards = after?.paths?.some(({ itfFlags }) => (itfFlags & FORWARD) !== 0) === true;
  const { replicate } = before ?? {};
  if (forwards) return replicate ?? replicates.take();
  if (replicate !== undefined) replicates.release(replicate);
  return undefined;
}

function familyOf({ prefix }: IpMroute): Family {
  return prefix.af === 0 ? "ip4" : "ip6";
}

function keyOf({ tableId, prefix }: IpMroute): string {
  const { af, grpAddress, srcAddress } = prefix;
  const [group, source] = [grpAddress, srcAddress].map((un) => addressFromWire({ af, un }));
  const length = Math.min(prefix.grpAddressLength, maxLength(group!));
  return `${tableId} ${af} ${prefixKey(group!, length)} ${addressKey(source!)}`;
}

/** With a source, it counts the bits of both addresses, whatever was sent. */
function lengthOf({ prefix: { af, grpAddressLength, srcAddress } }: IpMroute): number {
  const source = addressFromWire({ af, un: srcAddress });
  return isZero(source) ? grpAddressLength : 2 * maxLength(source);
}

function shown(vpp: Vpp, paths: readonly MulticastPath[]): MulticastPath[] | number {
  const wires = shownPaths(
    vpp,
    paths.map(({ path }) => path as WirePath),
  );
  if (typeof wires === "number") return wires;
  return wires.map((path, index) => ({ itfFlags: paths[index]!.itfFlags, path: path as MulticastPath["path"] }));
}

/** Flags are told of interfaces alone, and not where there are several. */
function withFlags(paths: readonly MulticastPath[]): MulticastPath[] {
  return paths.map(({ path, itfFlags }) => {
    const flags = itfFlags as number;
    const isTold = path.swIfIndex !== NONE && (flags & (flags - 1)) === 0;
    return { path, itfFlags: (isTold ? flags : 0) as MulticastPath["itfFlags"] };
  });
}
