import {
  AddressFamily,
  VrrpVrAddDel,
  VrrpVrDel,
  VrrpVrDump,
  VrrpVrEvent,
  VrrpVrFlags,
  VrrpVrPeerDump,
  VrrpVrSetPeers,
  VrrpVrStartStop,
  VrrpVrState,
  VrrpVrTrackIfAddDel,
  VrrpVrTrackIfDump,
  VrrpVrUpdate,
  WantVrrpVrEvents,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { listenersOf, recordsOf } from "../state/records.js";
import { emit, type Vpp } from "../state/vpp.js";
import { addressFromWire, takenAs, type WireAddress } from "../values.js";
import { keepWayToGroups } from "./ways-to-groups.js";

type Config = Omit<VrrpVrAddDel, "isAdd">;

interface Router {
  readonly index: number;
  config: Config;
  state: VrrpVrState;
  /** Hundredths of a second; 0 until the router was started. */
  timers: { readonly masterAdvInt: number; readonly skew: number; readonly masterDownInt: number };
  /** When it became a backup, in milliseconds. */
  backupSinceMs: number;
  peers: VrrpVrSetPeers["addrs"];
  readonly tracked: Map<number, number>;
}

interface Named {
  readonly swIfIndex: number;
  readonly vrId: number;
  readonly isIpv6: number;
}

/** VPP keeps them when the interface is deleted. */
const routers = recordsOf<Router>("vrrp-routers");
/** Who wants to hear of states, by client index. */
const listeners = listenersOf<{ readonly clientIndex: number; readonly pid: number }>("vrrp");

const OWNER = 255;

/**
 * Virtual routers (plugin vrrp). No other router is ever heard, so a backup becomes the master when its time is up; that is seen at
 * the next request for virtual routers.
 */
export const vrrp: Feature = {
  name: "vrrp",
  handlers: [
    answer(VrrpVrAddDel, (vpp, { isAdd, ...asked }) => ({
      retval: isAdd !== 0 ? addRouter(vpp, inFamily(asked)).retval : deleteRouter(vpp, asked),
    })),
    answer(VrrpVrUpdate, (vpp, { vrrpIndex, ...asked }) => {
      if (vpp.interfaces.get(asked.swIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX, vrrpIndex };
      return vrrpIndex === NONE ? addRouter(vpp, asked) : { retval: updateRouter(vpp, vrrpIndex, asked), vrrpIndex };
    }),
    answer(VrrpVrDel, (vpp, { vrrpIndex }) => {
      const found = [...routers(vpp).values()].find(({ index }) => index === vrrpIndex);
      if (found !== undefined) routers(vpp).delete(keyOf(nameOf(found.config)));
      return { retval: found === undefined ? Retval.NO_SUCH_ENTRY : Retval.OK };
    }),
    answer(VrrpVrSetPeers, (vpp, asked) =>
      onRouter(vpp, asked, Retval.NO_SUCH_ENTRY, (router) => {
        if (!has(router.config, VrrpVrFlags.VRRP_API_VR_UNICAST)) return Retval.INVALID_ARGUMENT;
        if (router.state !== VrrpVrState.VRRP_API_VR_STATE_INIT) return Retval.RSRC_IN_USE;
        if (asked.addrs.length === 0) return Retval.INVALID_DST_ADDRESS;
        router.peers = asked.addrs;
        return Retval.OK;
      }),
    ),
    answer(VrrpVrStartStop, (vpp, asked) =>
      onRouter(vpp, asked, Retval.NO_SUCH_ENTRY, (router) => startOrStop(vpp, router, asked.isStart !== 0)),
    ),
    answer(VrrpVrTrackIfAddDel, (vpp, asked) =>
      onRouter(vpp, asked, Retval.INVALID_VALUE, ({ tracked }) => {
        for (const { swIfIndex, priority } of asked.ifs) {
          const isItself = swIfIndex === asked.swIfIndex;
          if (vpp.interfaces.get(swIfIndex) === undefined || isItself) {
            // VPP takes back what it finds in memory between two lists: what was tracked before is forgotten.
            tracked.clear();
            return isItself ? Retval.INVALID_SW_IF_INDEX_2 : Retval.INVALID_SW_IF_INDEX;
          }
          if (asked.isAdd === 0) tracked.delete(swIfIndex);
          else if (!tracked.has(swIfIndex)) tracked.set(swIfIndex, priority);
        }
        return Retval.OK;
      }),
    ),
    answerDump(VrrpVrDump, function* (vpp, { swIfIndex }) {
      elect(vpp);
      const all = [...routers(vpp).values()].sort((one, other) => one.index - other.index);
      for (const router of all) {
        if (swIfIndex === 0 || swIfIndex === NONE || swIfIndex === router.config.swIfIndex) yield details(vpp, router);
      }
    }),
    answerDump(VrrpVrPeerDump, function* (vpp, asked) {
      const found = routers(vpp).get(keyOf(asked));
      if (found !== undefined) yield { ...asked, peerAddrs: found.peers };
    }),
    answerDump(VrrpVrTrackIfDump, function* (vpp, { dumpAll, ...asked }) {
      for (const { config, tracked } of routers(vpp).values()) {
        const name = nameOf(config);
        if (tracked.size === 0 || (dumpAll === 0 && keyOf(name) !== keyOf(asked))) continue;
        yield { ...name, ifs: Array.from(tracked, ([swIfIndex, priority]) => ({ swIfIndex, priority })) };
      }
    }),
    answer(WantVrrpVrEvents, (vpp, { enableDisable, pid }, { clientIndex }) => {
      const name = String(clientIndex);
      if (enableDisable === listeners(vpp).has(name)) return { retval: Retval.INVALID_REGISTRATION };
      if (enableDisable) listeners(vpp).set(name, { clientIndex, pid });
      else listeners(vpp).delete(name);
      return { retval: Retval.OK };
    }),
  ],
  events: [VrrpVrEvent],
};

function has({ flags }: Config, flag: number): boolean {
  return (flags & flag) !== 0;
}

function nameOf(config: Config): Named {
  const { swIfIndex, vrId } = config;
  return { swIfIndex, vrId, isIpv6: has(config, VrrpVrFlags.VRRP_API_VR_IPV6) ? 1 : 0 };
}

function keyOf({ swIfIndex, vrId, isIpv6 }: Named): string {
  return `${swIfIndex} ${vrId} ${isIpv6}`;
}

function onRouter(vpp: Vpp, asked: Named, absent: number, handle: (router: Router) => number): { retval: number } {
  elect(vpp);
  const router = routers(vpp).get(keyOf(asked));
  return { retval: router === undefined ? absent : handle(router) };
}

function addRouter(vpp: Vpp, config: Config): { retval: number; vrrpIndex: number } {
  const refused = refuseNew(vpp, config);
  if (refused !== undefined) return { retval: refused, vrrpIndex: NONE };
  const index = lowestFree(vpp);
  routers(vpp).set(keyOf(nameOf(config)), {
    index,
    config,
    state: VrrpVrState.VRRP_API_VR_STATE_INIT,
    timers: { masterAdvInt: 0, skew: 0, masterDownInt: 0 },
    backupSinceMs: 0,
    peers: [],
    tracked: new Map(),
  });
  keepWayToGroups(vpp, config.swIfIndex, has(config, VrrpVrFlags.VRRP_API_VR_IPV6) ? "ip6" : "ip4");
  return { retval: Retval.OK, vrrpIndex: index };
}

function refuseNew(vpp: Vpp, config: Config): number | undefined {
  if (vpp.interfaces.get(config.swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  if (hasZero(config)) return Retval.INVALID_VALUE;
  return routers(vpp).has(keyOf(nameOf(config))) ? Retval.ENTRY_ALREADY_EXISTS : refuseAddresses(vpp, config);
}

/** VPP takes the addresses for ones of the router's family. */
function inFamily(config: Config): Config {
  const af = has(config, VrrpVrFlags.VRRP_API_VR_IPV6) ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4;
  return { ...config, addrs: config.addrs.map((address) => takenAs(address, af) as typeof address) };
}

function hasZero({ priority, interval, vrId }: Config): boolean {
  return priority === 0 || interval === 0 || vrId === 0;
}

/** The owner's addresses must be those of the interface; no other router of the interface may have them. */
function refuseAddresses(vpp: Vpp, { swIfIndex, vrId, priority, addrs }: Config): number | undefined {
  if (addrs.length === 0) return Retval.INVALID_SRC_ADDRESS;
  const { ip4, ip6 } = vpp.interfaces.get(swIfIndex)!;
  const own = new Set([...ip4.addresses, ...ip6.addresses].map(({ address }) => address.join(".")));
  if (priority === OWNER && !addrs.every((address) => own.has(addressFromWire(address).join(".")))) {
    return Retval.ADDRESS_NOT_FOUND_FOR_INTERFACE;
  }
  const others = [...routers(vpp).values()].filter(
    ({ config }) => config.swIfIndex === swIfIndex && config.vrId !== vrId,
  );
  const taken = new Set(others.flatMap((router) => router.config.addrs.map((address) => JSON.stringify(address))));
  return addrs.some((address) => taken.has(JSON.stringify(address))) ? Retval.ADDRESS_IN_USE : undefined;
}

/** A router that runs is stopped for the change and started again. */
function updateRouter(vpp: Vpp, vrrpIndex: number, config: Config): number {
  if (hasZero(config)) return Retval.INVALID_VALUE;
  elect(vpp);
  const router = [...routers(vpp).values()].find(({ index }) => index === vrrpIndex);
  if (router === undefined) return Retval.NO_SUCH_ENTRY;
  if (keyOf(nameOf(config)) !== keyOf(nameOf(router.config))) return Retval.INVALID_ARGUMENT;
  const refused = refuseAddresses(vpp, config);
  if (refused !== undefined) return refused;
  const ran = router.state !== VrrpVrState.VRRP_API_VR_STATE_INIT;
  if (ran) startOrStop(vpp, router, false);
  router.config = config;
  if (ran) startOrStop(vpp, router, true);
  return Retval.OK;
}

function lowestFree(vpp: Vpp): number {
  const taken = new Set(Array.from(routers(vpp).values(), ({ index }) => index));
  let index = 0;
  while (taken.has(index)) index++;
  return index;
}

function deleteRouter(vpp: Vpp, config: Config): number {
  if (vpp.interfaces.get(config.swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  if (hasZero(config)) return Retval.INVALID_VALUE;
  return routers(vpp).delete(keyOf(nameOf(config))) ? Retval.OK : Retval.NO_SUCH_ENTRY;
}

/** Backups whose time is up become masters. */
function elect(vpp: Vpp): void {
  for (const router of routers(vpp).values()) {
    const isBackup = router.state === VrrpVrState.VRRP_API_VR_STATE_BACKUP;
    const waitedMs = vpp.now() - router.backupSinceMs;
    if (isBackup && waitedMs >= router.timers.masterDownInt * MS_PER_CENTISECOND) {
      setState(vpp, router, VrrpVrState.VRRP_API_VR_STATE_MASTER);
    }
  }
}

const MS_PER_CENTISECOND = 10;

function startOrStop(vpp: Vpp, router: Router, isStart: boolean): number {
  const { config } = router;
  const isUnicast = has(config, VrrpVrFlags.VRRP_API_VR_UNICAST);
  if (isStart && isUnicast && router.peers.length === 0) return Retval.INIT_FAILED;
  const isUp = vpp.interfaces.get(config.swIfIndex)?.isAdminUp === true;
  const running =
    config.priority === OWNER ? VrrpVrState.VRRP_API_VR_STATE_MASTER : VrrpVrState.VRRP_API_VR_STATE_BACKUP;
  const isRunning = router.state !== VrrpVrState.VRRP_API_VR_STATE_INIT;
  if (isStart === isRunning) return Retval.OK;
  if (!isStart) setState(vpp, router, VrrpVrState.VRRP_API_VR_STATE_INIT);
  else {
    router.timers = timersOf(config);
    router.backupSinceMs = vpp.now();
    setState(vpp, router, isUp ? running : VrrpVrState.VRRP_API_VR_STATE_INTF_DOWN);
  }
  return Retval.OK;
}

function setState(vpp: Vpp, router: Router, newState: VrrpVrState): void {
  const { state: oldState, config } = router;
  if (newState === oldState) return;
  router.state = newState;
  for (const { clientIndex, pid } of listeners(vpp).values()) {
    emit(vpp, clientIndex, VrrpVrEvent, { pid, vr: nameOf(config), oldState, newState });
  }
}

/** RFC 5798 6.1: the lower the priority, the later. */
function timersOf({ priority, interval }: Config): Router["timers"] {
  const skew = Math.floor(((256 - priority) * interval) / 256);
  return { masterAdvInt: interval, skew, masterDownInt: 3 * interval + skew };
}

function details(vpp: Vpp, { config, state, timers, tracked }: Router) {
  const { swIfIndex, vrId, priority, interval, flags, addrs } = config;
  const isIpv6 = has(config, VrrpVrFlags.VRRP_API_VR_IPV6);
  const down = [...tracked].filter(([index]) => !isUp(vpp, index, isIpv6));
  const interfacesDec = down.reduce((sum, [, decrement]) => sum + decrement, 0);
  const mac = Uint8Array.of(0, 0, 0x5e, 0, isIpv6 ? 2 : 1, vrId);
  return {
    config: { swIfIndex, vrId, priority, interval, flags },
    runtime: {
      state,
      ...timers,
      mac,
      tracking: { interfacesDec, priority: Math.max(priority - interfacesDec, LEAST_PRIORITY) },
    },
    addrs: isIpv6 ? addrs.map(asIp6) : addrs,
  };
}

const LEAST_PRIORITY = 1;

/** A tracked interface counts as up when it has an address of the family, too. */
function isUp(vpp: Vpp, swIfIndex: number, isIpv6: boolean): boolean {
  const found = vpp.interfaces.get(swIfIndex);
  if (found === undefined) return false;
  return found.isAdminUp && found.isLinkUp && found[isIpv6 ? "ip6" : "ip4"].addresses.length > 0;
}

/** VPP keeps an address of IPv4 in the last four bytes of one of IPv6. */
function asIp6(address: WireAddress): WireAddress {
  const bytes = new Uint8Array(16);
  const given = addressFromWire(address);
  bytes.set(given, bytes.length - given.length);
  return { af: AddressFamily.ADDRESS_IP6, un: { ip6: bytes } };
}
