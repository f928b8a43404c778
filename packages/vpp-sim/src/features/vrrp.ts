import {
  VrrpVrAddDel,
  VrrpVrDump,
  VrrpVrEvent,
  VrrpVrFlags,
  VrrpVrPeerDump,
  VrrpVrSetPeers,
  VrrpVrStartStop,
  VrrpVrState,
  VrrpVrTrackIfAddDel,
  VrrpVrTrackIfDump,
  WantVrrpVrEvents,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { emit, type Vpp } from "../state/vpp.js";

interface Router {
  readonly config: VrrpVrAddDel;
  state: VrrpVrState;
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
const listeners = recordsOf<{ readonly clientIndex: number; readonly pid: number }>("vrrp-listeners");

const OWNER = 255;

/** Virtual routers (plugin vrrp). No timer runs, so a router that is not the owner stays a backup. */
export const vrrp: Feature = {
  name: "vrrp",
  handlers: [
    answer(VrrpVrAddDel, (vpp, asked) => ({
      retval: asked.isAdd !== 0 ? addRouter(vpp, asked) : deleteRouter(vpp, asked),
    })),
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
          if (vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
          if (swIfIndex === asked.swIfIndex) return Retval.INVALID_SW_IF_INDEX_2;
          if (asked.isAdd === 0) tracked.delete(swIfIndex);
          else if (!tracked.has(swIfIndex)) tracked.set(swIfIndex, priority);
        }
        return Retval.OK;
      }),
    ),
    answerDump(VrrpVrDump, function* (vpp, { swIfIndex }) {
      for (const router of routers(vpp).values()) {
        if (swIfIndex === 0 || swIfIndex === NONE || swIfIndex === router.config.swIfIndex) yield details(router);
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

function has({ flags }: VrrpVrAddDel, flag: number): boolean {
  return (flags & flag) !== 0;
}

function nameOf(config: VrrpVrAddDel): Named {
  const { swIfIndex, vrId } = config;
  return { swIfIndex, vrId, isIpv6: has(config, VrrpVrFlags.VRRP_API_VR_IPV6) ? 1 : 0 };
}

function keyOf({ swIfIndex, vrId, isIpv6 }: Named): string {
  return `${swIfIndex} ${vrId} ${isIpv6}`;
}

function onRouter(vpp: Vpp, asked: Named, absent: number, handle: (router: Router) => number): { retval: number } {
  const router = routers(vpp).get(keyOf(asked));
  return { retval: router === undefined ? absent : handle(router) };
}

function addRouter(vpp: Vpp, config: VrrpVrAddDel): number {
  const { swIfIndex, priority, interval, vrId, addrs } = config;
  if (vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  if (priority === 0 || interval === 0 || vrId === 0) return Retval.INVALID_VALUE;
  const key = keyOf(nameOf(config));
  if (routers(vpp).has(key)) return Retval.ENTRY_ALREADY_EXISTS;
  if (addrs.length === 0) return Retval.INVALID_SRC_ADDRESS;
  const others = [...routers(vpp).values()].filter((router) => router.config.swIfIndex === swIfIndex);
  const taken = new Set(others.flatMap((router) => router.config.addrs.map((address) => JSON.stringify(address))));
  if (addrs.some((address) => taken.has(JSON.stringify(address)))) return Retval.ADDRESS_IN_USE;
  routers(vpp).set(key, { config, state: VrrpVrState.VRRP_API_VR_STATE_INIT, peers: [], tracked: new Map() });
  return Retval.OK;
}

function deleteRouter(vpp: Vpp, config: VrrpVrAddDel): number {
  if (vpp.interfaces.get(config.swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  return routers(vpp).delete(keyOf(nameOf(config))) ? Retval.OK : Retval.NO_SUCH_ENTRY;
}

function startOrStop(vpp: Vpp, router: Router, isStart: boolean): number {
  const { config } = router;
  const isUnicast = has(config, VrrpVrFlags.VRRP_API_VR_UNICAST);
  if (isStart && isUnicast && router.peers.length === 0) return Retval.INIT_FAILED;
  const isUp = vpp.interfaces.get(config.swIfIndex)?.isAdminUp === true;
  const running =
    config.priority === OWNER ? VrrpVrState.VRRP_API_VR_STATE_MASTER : VrrpVrState.VRRP_API_VR_STATE_BACKUP;
  if (!isStart) setState(vpp, router, VrrpVrState.VRRP_API_VR_STATE_INIT);
  else setState(vpp, router, isUp ? running : VrrpVrState.VRRP_API_VR_STATE_INTF_DOWN);
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

function details({ config, state, tracked }: Router) {
  const { swIfIndex, vrId, priority, interval, flags, addrs } = config;
  const interfacesDec = [...tracked.values()].reduce((sum, decrement) => sum + decrement, 0);
  const mac = Uint8Array.of(0, 0, 0x5e, 0, has(config, VrrpVrFlags.VRRP_API_VR_IPV6) ? 2 : 1, vrId);
  return {
    config: { swIfIndex, vrId, priority, interval, flags },
    runtime: { state, masterAdvInt: interval, skew: 0, masterDownInt: 0, mac, tracking: { interfacesDec, priority } },
    addrs,
  };
}
