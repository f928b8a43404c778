import {
  BondAddMember,
  BondCreate2,
  BondDelete,
  BondDetachMember,
  BondLbAlgo,
  BondMode,
  SwBondInterfaceDump,
  SwInterfaceLacpDump,
  SwInterfaceSetBondWeight,
  SwMemberInterfaceDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface, hasMac } from "../state/interfaces.js";
import { randomMac } from "../state/random.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

interface Bond {
  readonly swIfIndex: number;
  readonly id: number;
  readonly mode: BondMode;
  readonly lb: BondLbAlgo;
  readonly numaOnly: boolean;
  readonly isMacGiven: boolean;
}

interface Member {
  readonly swIfIndex: number;
  readonly bond: number;
  readonly isPassive: boolean;
  readonly isLongTimeout: boolean;
  /** What it gets back when it leaves. */
  readonly mac: Uint8Array;
  readonly weight: number;
}

const bonds = recordsOf<Bond>("bond", (bond, swIfIndex) => bond.swIfIndex === swIfIndex);
const members = recordsOf<Member>("bond-member", (member, swIfIndex) => member.swIfIndex === swIfIndex);

/** Bonds and their members (vnet/bonding), and LACP, whose partner is never heard of here. */
export const bond: Feature = {
  name: "bond",
  handlers: [
    answer(BondCreate2, (vpp, { mode, lb, numaOnly, useCustomMac, macAddress, id: asked }) => {
      const isKnown = mode >= BondMode.BOND_API_MODE_ROUND_ROBIN && mode <= BondMode.BOND_API_MODE_LACP;
      if (!isKnown || lb > BondLbAlgo.BOND_API_LB_ALGO_L23) return { retval: Retval.INVALID_ARGUMENT, swIfIndex: 0 };
      const id = asked === NONE ? bonds(vpp).size : asked;
      if (isTaken(vpp, id)) return { retval: Retval.INSTANCE_IN_USE, swIfIndex: 0 };
      const { swIfIndex } = addInterface(vpp, {
        kind: "bond",
        deviceType: "bond",
        name: `BondEthernet${id}`,
        mac: useCustomMac ? macAddress : randomMac(vpp.random),
      });
      const ownLb = loadBalanceOfMode.get(mode) ?? lb;
      bonds(vpp).set(String(swIfIndex), { swIfIndex, id, mode, lb: ownLb, numaOnly, isMacGiven: useCustomMac });
      return { retval: Retval.OK, swIfIndex };
    }),
    onInterface(BondDelete, (vpp, gone) => {
      if (!bonds(vpp).has(String(gone.swIfIndex))) return Retval.INVALID_SW_IF_INDEX;
      for (const member of membersOf(vpp, gone.swIfIndex)) detach(vpp, member);
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
    onInterface(BondAddMember, (vpp, added, { bondSwIfIndex, isPassive, isLongTimeout }) => {
      const { swIfIndex, mac } = added;
      const joined = bonds(vpp).get(String(bondSwIfIndex));
      if (joined === undefined) return Retval.INVALID_INTERFACE;
      if (members(vpp).has(String(swIfIndex))) return Retval.VALUE_EXIST;
      if (added.kind === "bond") return Retval.INVALID_INTERFACE;
      if (!hasMac(vpp, added)) throw new VppDies("of a member that carries no frames");
      const whole = vpp.interfaces.get(bondSwIfIndex)!;
      if (!joined.isMacGiven && membersOf(vpp, bondSwIfIndex).length === 0) whole.mac = mac;
      members(vpp).set(String(swIfIndex), {
        swIfIndex,
        bond: bondSwIfIndex,
        isPassive,
        isLongTimeout,
        mac,
        weight: 0,
      });
      added.mac = whole.mac;
      return Retval.OK;
    }),
    onInterface(BondDetachMember, (vpp, { swIfIndex }) => {
      const member = members(vpp).get(String(swIfIndex));
      if (member === undefined) return Retval.INVALID_INTERFACE;
      detach(vpp, member);
      return Retval.OK;
    }),
    onInterface(SwInterfaceSetBondWeight, (vpp, { swIfIndex }, { weight }) => {
      const member = members(vpp).get(String(swIfIndex));
      if (member === undefined) return Retval.INVALID_INTERFACE;
      const { mode } = bonds(vpp).get(String(member.bond))!;
      if (mode !== BondMode.BOND_API_MODE_ACTIVE_BACKUP) return Retval.INVALID_ARGUMENT;
      members(vpp).set(String(swIfIndex), { ...member, weight });
      return Retval.OK;
    }),
    answerDump(SwBondInterfaceDump, function* (vpp, { swIfIndex: asked }) {
      for (const { isMacGiven, ...shown } of bonds(vpp).values()) {
        if (asked !== NONE && asked !== shown.swIfIndex) continue;
        const all = membersOf(vpp, shown.swIfIndex);
        yield {
          ...shown,
          members: all.length,
          activeMembers: all.filter((member) => isActive(vpp, member, shown.mode)).length,
          interfaceName: nameOf(vpp, shown.swIfIndex),
        };
      }
    }),
    // Asked for all bonds at once, VPP shows no member. The first is taken to be on the preferred NUMA node when it is up.
    answerDump(SwMemberInterfaceDump, function* (vpp, { swIfIndex: asked }) {
      for (const [index, member] of membersOf(vpp, asked).entries()) {
        const { swIfIndex, isPassive, isLongTimeout, weight } = member;
        const { mode } = bonds(vpp).get(String(asked))!;
        const isLocalNuma = index === 0 && isActive(vpp, member, mode);
        yield { swIfIndex, interfaceName: nameOf(vpp, swIfIndex), isPassive, isLongTimeout, isLocalNuma, weight };
      }
    }),
    answerDump(SwInterfaceLacpDump, function* (vpp) {
      for (const { swIfIndex, bond, mac, isPassive, isLongTimeout } of members(vpp).values()) {
        if (bonds(vpp).get(String(bond))!.mode !== BondMode.BOND_API_MODE_LACP) continue;
        yield {
          swIfIndex,
          interfaceName: nameOf(vpp, swIfIndex),
          bondInterfaceName: nameOf(vpp, bond),
          actorSystemPriority: 0xffff,
          actorSystem: mac,
          actorKey: bond,
          actorPortPriority: 0xff,
          actorPortNumber: swIfIndex,
          actorState: LACP_AGGREGATION | (isPassive ? 0 : LACP_ACTIVITY) | (isLongTimeout ? 0 : LACP_TIMEOUT),
        };
      }
    }),
  ],
};

const LACP_ACTIVITY = 1;
const LACP_TIMEOUT = 2;
const LACP_AGGREGATION = 4;

/** Modes that spread packets in a way of their own. */
const loadBalanceOfMode: ReadonlyMap<BondMode, BondLbAlgo> = new Map<BondMode, BondLbAlgo>([
  [BondMode.BOND_API_MODE_ROUND_ROBIN, BondLbAlgo.BOND_API_LB_ALGO_RR],
  [BondMode.BOND_API_MODE_BROADCAST, BondLbAlgo.BOND_API_LB_ALGO_BC],
  [BondMode.BOND_API_MODE_ACTIVE_BACKUP, BondLbAlgo.BOND_API_LB_ALGO_AB],
]);

function isTaken(vpp: Vpp, id: number): boolean {
  return [...bonds(vpp).values()].some((bond) => bond.id === id);
}

function membersOf(vpp: Vpp, bond: number): Member[] {
  return [...members(vpp).values()].filter((member) => member.bond === bond);
}

function detach(vpp: Vpp, { swIfIndex, mac }: Member): void {
  members(vpp).delete(String(swIfIndex));
  vpp.interfaces.get(swIfIndex)!.mac = mac;
}

/** Members of a bond with LACP wait for a partner. */
function isActive(vpp: Vpp, { swIfIndex }: Member, mode: BondMode): boolean {
  return mode !== BondMode.BOND_API_MODE_LACP && vpp.interfaces.get(swIfIndex)!.isAdminUp;
}

function nameOf(vpp: Vpp, swIfIndex: number): string {
  return vpp.interfaces.get(swIfIndex)!.name;
}
