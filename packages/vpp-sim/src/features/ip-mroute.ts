import { AddressFamily, type IpMroute, IpMrouteAddDel, IpMrouteDump } from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { PATH_TYPE } from "../state/fib-path.js";
import type { Family } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import type { WirePath } from "./ip-path.js";
import { shownPaths } from "./shown-path.js";

type MulticastPath = IpMroute["paths"][number];

interface Entry {
  readonly route: IpMroute;
  readonly paths: readonly MulticastPath[];
}

const entries = recordsOf<Entry>("multicast-routes");

const ACCEPT = 2;

/** Multicast routes (vnet/mfib). Beside those of clients there are those that every table has. */
export const ipMroute: Feature = {
  name: "ip-mroute",
  handlers: [
    answer(IpMrouteAddDel, (vpp, { isAdd, isMultipath, route }) => {
      const refuse = (retval: number) => ({ retval, statsIndex: NONE });
      if (vpp.fib.find(familyOf(route), route.tableId) === undefined) return refuse(Retval.NO_SUCH_FIB);
      const paths = shown(vpp, route.paths);
      if (typeof paths === "number") return refuse(paths);
      const key = keyOf(route);
      const before = entries(vpp).get(key)?.paths ?? [];
      const named = new Set(paths.map(pathKey));
      const others = before.filter((path) => !named.has(pathKey(path)));
      const left = isAdd ? [...(isMultipath ? others : []), ...paths] : isMultipath ? others : [];
      const isKept = left.length > 0 || (isAdd && (route.entryFlags as number) !== 0);
      if (isKept) entries(vpp).set(key, { route, paths: left });
      else entries(vpp).delete(key);
      return { retval: Retval.OK, statsIndex: isAdd ? 0 : NONE };
    }),
    answerDump(IpMrouteDump, function* (vpp, { table: { tableId, isIp6 } }) {
      const family = isIp6 ? "ip6" : "ip4";
      if (vpp.fib.find(family, tableId) === undefined) return;
      for (const route of specialRoutes(vpp, family, tableId)) yield { route };
      for (const { route, paths } of entries(vpp).values()) {
        if (familyOf(route) !== family || route.tableId !== tableId) continue;
        yield { route: { ...route, paths: paths as MulticastPath[] } };
      }
    }),
  ],
};

function familyOf({ prefix }: IpMroute): Family {
  return prefix.af === 0 ? "ip4" : "ip6";
}

function keyOf({ tableId, prefix }: IpMroute): string {
  const { af, grpAddressLength, grpAddress, srcAddress } = prefix;
  return `${tableId} ${af} ${grpAddressLength} ${grpAddress.ip4 ?? grpAddress.ip6} ${srcAddress.ip4 ?? srcAddress.ip6}`;
}

/** An interface has one path; the paths to local receivers are apart from it. */
function pathKey({ path }: MulticastPath): string {
  return `${path.swIfIndex} ${path.type} ${path.nh.address.ip6}`;
}

function shown(vpp: Vpp, paths: readonly MulticastPath[]): MulticastPath[] | number {
  const wires = shownPaths(
    vpp,
    paths.map(({ path }) => path as WirePath),
  );
  if (typeof wires === "number") return wires;
  return wires.map((path, index) => ({ itfFlags: paths[index]!.itfFlags, path: path as MulticastPath["path"] }));
}

/** All of it, and the groups that every router is in: accepted where the family is on, and received. */
function specialRoutes(vpp: Vpp, family: Family, tableId: number): IpMroute[] {
  const accepting = [...vpp.interfaces.values()].filter(
    (found) => found[family].tableId === tableId && found[family].addresses.length > 0,
  );
  const local = multicastPath({ swIfIndex: NONE, type: PATH_TYPE.local }, 0, family);
  const received = accepting.map(({ swIfIndex }) =>
    multicastPath({ swIfIndex, type: PATH_TYPE.normal }, ACCEPT, family),
  );
  const all = { tableId, entryFlags: 0, rpfId: 0, prefix: prefixOf(family, [], 0), paths: [] } as IpMroute;
  const groups = SPECIAL_GROUPS[family].map(({ address, length }) => ({
    ...all,
    prefix: prefixOf(family, address, length),
    paths: [local, ...received],
  }));
  return [all, ...groups];
}

const SPECIAL_GROUPS: Readonly<
  Record<Family, readonly { readonly address: readonly number[]; readonly length: number }[]>
> = {
  ip4: [
    { address: [224, 0, 0, 1], length: 32 },
    { address: [224, 0, 0, 2], length: 32 },
  ],
  ip6: [
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff], length: 104 },
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], length: 128 },
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], length: 128 },
    { address: [0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x16], length: 128 },
  ],
};

function prefixOf(family: Family, address: readonly number[], grpAddressLength: number) {
  const isIp4 = family === "ip4";
  const bytesOf = (given: readonly number[]) => Uint8Array.from({ length: isIp4 ? 4 : 16 }, (_, at) => given[at] ?? 0);
  const union = (given: readonly number[]) => (isIp4 ? { ip4: bytesOf(given) } : { ip6: bytesOf(given) });
  const af = isIp4 ? AddressFamily.ADDRESS_IP4 : AddressFamily.ADDRESS_IP6;
  return { af, grpAddressLength, grpAddress: union(address), srcAddress: union([]) };
}

function multicastPath(
  { swIfIndex, type }: { readonly swIfIndex: number; readonly type: number },
  itfFlags: number,
  family: Family,
) {
  const path = {
    swIfIndex,
    tableId: 0,
    rpfId: 0,
    weight: 1,
    preference: 0,
    type,
    flags: 0,
    proto: family === "ip4" ? 0 : 1,
    nh: { address: {} },
    nLabels: 0,
    labelStack: [],
  };
  return { itfFlags, path } as unknown as MulticastPath;
}
