import {
  type IpsecItf,
  IpsecItfCreate,
  IpsecItfDelete,
  IpsecItfDump,
  type IpsecTunnelProtect,
  IpsecTunnelProtectDel,
  IpsecTunnelProtectDump,
  IpsecTunnelProtectUpdate,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire } from "../values.js";
import { lock } from "./ipsec-locks.js";
import { releaseAssociation, securityAssociations } from "./ipsec-sa.js";
import { onInterface } from "./on-interface.js";

/** IPsec interfaces, and the protection of tunnels by security associations (vnet/ipsec). */
export const ipsecTunnel: Feature = {
  name: "ipsec-tunnel",
  handlers: [
    answer(IpsecItfCreate, (vpp, { itf }) => {
      const instance = itf.userInstance === NONE ? lowestFree(vpp) : itf.userInstance;
      if (isTaken(vpp, instance) || instance >= INSTANCES) {
        return { retval: Retval.INVALID_REGISTRATION, swIfIndex: NONE };
      }
      const { swIfIndex } = addInterface(vpp, {
        kind: "ipsec",
        deviceType: "IPSEC Tunnel",
        name: `ipsec${instance}`,
        mtu: 9000,
      });
      interfaces(vpp).set(String(swIfIndex), { userInstance: instance, mode: itf.mode, swIfIndex });
      return { retval: Retval.OK, swIfIndex };
    }),
    onInterface(IpsecItfDelete, (vpp, gone) => {
      if (gone.kind !== "ipsec") return Retval.INVALID_SW_IF_INDEX;
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
    answerDump(IpsecItfDump, function* (vpp, { swIfIndex }) {
      for (const itf of interfaces(vpp).values()) {
        if (swIfIndex === NONE || swIfIndex === itf.swIfIndex) yield { itf };
      }
    }),
    answer(IpsecTunnelProtectUpdate, (vpp, { tunnel }) => {
      const protectedInterface = vpp.interfaces.get(tunnel.swIfIndex);
      if (protectedInterface === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      if (tunnel.saIn.length > MOST_INBOUND) return { retval: Retval.LIMIT_EXCEEDED };
      // Those that are found are locked, and VPP forgets to release them where it refuses the rest.
      for (const id of [...tunnel.saIn, tunnel.saOut]) {
        if (!securityAssociations(vpp).has(String(id))) return { retval: Retval.INVALID_VALUE };
        lock(vpp, id);
      }
      if (!TUNNELS.has(protectedInterface.kind)) return { retval: Retval.INVALID_SW_IF_INDEX };
      const before = ipsecProtections(vpp).get(keyOf(tunnel));
      if (before !== undefined) release(vpp, before);
      ipsecProtections(vpp).set(keyOf(tunnel), tunnel);
      return { retval: Retval.OK };
    }),
    answer(IpsecTunnelProtectDel, (vpp, tunnel) => {
      const gone = ipsecProtections(vpp).get(keyOf(tunnel));
      if (gone === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      ipsecProtections(vpp).delete(keyOf(tunnel));
      release(vpp, gone);
      return { retval: Retval.OK };
    }),
    answerDump(IpsecTunnelProtectDump, function* (vpp, { swIfIndex }) {
      for (const tun of ipsecProtections(vpp).values()) {
        if (swIfIndex === NONE || swIfIndex === tun.swIfIndex) yield { tun };
      }
    }),
  ],
};

/** By interface and next hop. They go with their interface. */
const ipsecProtections = recordsOf<IpsecTunnelProtect>("ipsec-tunnel-protection", isOn, release);

function release(vpp: Vpp, { saIn, saOut }: IpsecTunnelProtect): void {
  for (const id of [...saIn, saOut]) releaseAssociation(vpp, id);
}

/** The tunnel that an inbound association protects, which VPP tells unless it is an IPsec interface. */
export function protectedTunnel(vpp: Vpp, sadId: number): IpsecTunnelProtect | undefined {
  return [...ipsecProtections(vpp).values()].find(
    ({ saIn, swIfIndex }) => saIn.includes(sadId) && vpp.interfaces.get(swIfIndex)?.kind !== "ipsec",
  );
}

const interfaces = recordsOf<IpsecItf>("ipsec-interface", isOn);
/** Interfaces that can be protected. */
const TUNNELS: ReadonlySet<string> = new Set(["ipsec", "ipip", "gre"]);
const INSTANCES = 16_384;
const MOST_INBOUND = 4;

function isOn(record: { readonly swIfIndex: number }, swIfIndex: number): boolean {
  return record.swIfIndex === swIfIndex;
}

function keyOf({ swIfIndex, nh }: Pick<IpsecTunnelProtect, "swIfIndex" | "nh">): string {
  return `${swIfIndex} ${addressFromWire(nh).join(".")}`;
}

function isTaken(vpp: Vpp, instance: number): boolean {
  return [...interfaces(vpp).values()].some(({ userInstance }) => userInstance === instance);
}

function lowestFree(vpp: Vpp): number {
  let instance = 0;
  while (isTaken(vpp, instance)) instance++;
  return instance;
}
