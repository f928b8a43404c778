import { AddressFamily, type IpMroute } from "vpp-binapi-ts/api";
import { NONE } from "../retval.js";
import { PATH_TYPE } from "../state/fib-path.js";
import { GROUPS_OF_ROUTERS } from "../state/groups-of-routers.js";
import type { Family } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";

export type MulticastPath = IpMroute["paths"][number];

const ACCEPT = 2;

/** All of it, and the groups that every router is in: accepted where the family is on, and received. */
export function specialRoutes(vpp: Vpp, family: Family, tableId: number): IpMroute[] {
  const accepting = [...vpp.interfaces.values()].filter(
    (found) => found[family].tableId === tableId && found[family].addresses.length > 0,
  );
  const local = multicastPath({ swIfIndex: NONE, type: PATH_TYPE.local }, 0, family);
  const received = accepting.map(({ swIfIndex }) =>
    multicastPath({ swIfIndex, type: PATH_TYPE.normal }, ACCEPT, family),
  );
  const all = { tableId, entryFlags: 0, rpfId: 0, prefix: prefixOf(family, [], 0), paths: [] } as IpMroute;
  const groups = GROUPS_OF_ROUTERS[family].map(({ address, length }) => ({
    ...all,
    prefix: prefixOf(family, address, length),
    paths: [local, ...received],
  }));
  return [all, ...groups];
}

export function prefixOf(family: Family, address: readonly number[], grpAddressLength: number) {
  const isIp4 = family === "ip4";
  const bytesOf = (given: readonly number[]) => Uint8Array.from({ length: isIp4 ? 4 : 16 }, (_, at) => given[at] ?? 0);
  const union = (given: readonly number[]) => (isIp4 ? { ip4: bytesOf(given) } : { ip6: bytesOf(given) });
  const af = isIp4 ? AddressFamily.ADDRESS_IP4 : AddressFamily.ADDRESS_IP6;
  return { af, grpAddressLength, grpAddress: union(address), srcAddress: union([]) };
}

export function multicastPath(
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
