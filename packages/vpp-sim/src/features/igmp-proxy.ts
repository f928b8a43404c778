import { Retval } from "../retval.js";
import type { Vpp } from "../state/vpp.js";
import { proxyDevices, speakerOf } from "./igmp-state.js";

/** VPP has no code of its own for a device, a list or an interface that is not there: it counts down. */
const NO_LIST = -2;
const NOT_IN_LIST = -3;

/** The device of a table, whose upstream interface is a host. With it go its downstream interfaces. */
export function makeOrDropProxy(vpp: Vpp, vrfId: number, swIfIndex: number, isAdd: boolean): number {
  const upstream = speakerOf(vpp, swIfIndex);
  if (upstream === undefined || !upstream.isHost || tableOf(vpp, swIfIndex) !== vrfId) return Retval.INVALID_INTERFACE;
  const devices = proxyDevices(vpp);
  const known = devices.get(String(vrfId));
  if (isAdd === (known !== undefined)) return Retval.UNSPECIFIED;
  if (known === undefined) {
    devices.set(String(vrfId), { upstream: swIfIndex, downstream: new Set() });
    upstream.proxy = vrfId;
    return Retval.OK;
  }
  for (const each of [...known.downstream]) joinOrLeaveProxy(vpp, vrfId, each, false);
  devices.delete(String(vrfId));
  upstream.proxy = undefined;
  upstream.groups.clear();
  return Retval.OK;
}

/** A downstream interface of a device, which is a router. What its hosts want goes with it. */
export function joinOrLeaveProxy(vpp: Vpp, vrfId: number, swIfIndex: number, isAdd: boolean): number {
  const device = proxyDevices(vpp).get(String(vrfId));
  if (device === undefined) return Retval.UNSPECIFIED;
  const router = speakerOf(vpp, swIfIndex);
  if (router === undefined || router.isHost || tableOf(vpp, swIfIndex) !== vrfId) return Retval.INVALID_INTERFACE;
  if (isAdd) {
    if (device.downstream.has(swIfIndex)) return Retval.UNSPECIFIED;
    device.downstream.add(swIfIndex);
    router.proxy = vrfId;
    return Retval.OK;
  }
  if (device.downstream.size === 0) return NO_LIST;
  if (!device.downstream.delete(swIfIndex)) return NOT_IN_LIST;
  router.proxy = undefined;
  speakerOf(vpp, device.upstream)?.groups.clear();
  return Retval.OK;
}

function tableOf(vpp: Vpp, swIfIndex: number): number | undefined {
  return vpp.interfaces.get(swIfIndex)?.ip4.tableId;
}
