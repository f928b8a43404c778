import {
  IpsecInterfaceAddDelSpd,
  IpsecSpdAddDel,
  IpsecSpdDump,
  IpsecSpdEntryAddDelV2,
  type IpsecSpdEntryV2,
  IpsecSpdInterfaceDump,
  IpsecSpdsDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import { addressFromWire, type WireAddress } from "../values.js";
import { securityAssociations } from "./ipsec-sa.js";
import { onInterface } from "./on-interface.js";

/** Security policy databases (vnet/ipsec). Equal policies are kept side by side, as in VPP. */
export const ipsecSpd: Feature = {
  name: "ipsec-spd",
  handlers: [
    answer(IpsecSpdAddDel, (vpp, { isAdd, spdId }) => {
      const records = databases(vpp);
      const isThere = records.has(String(spdId));
      if (isAdd && isThere) return { retval: Retval.ENTRY_ALREADY_EXISTS };
      if (!isAdd && !isThere) return { retval: Retval.NO_SUCH_ENTRY };
      if (isAdd) records.set(String(spdId), { spdId, policies: [] });
      else records.delete(String(spdId));
      for (const [key, binding] of bindings(vpp)) if (!isAdd && binding.spdId === spdId) bindings(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answer(IpsecSpdEntryAddDelV2, (vpp, { isAdd, entry }) => {
      const database = databases(vpp).get(String(entry.spdId));
      const lacksAssociation = entry.policy === PROTECT && !securityAssociations(vpp).has(String(entry.saId));
      if (entry.policy !== PROTECT && entry.policy > DISCARD) return refused(Retval.UNIMPLEMENTED);
      if (database === undefined || (isAdd && lacksAssociation)) return refused(Retval.SYSCALL_ERROR_1);
      const { policies } = database;
      if (!isAdd) {
        const at = policies.findIndex((held) => textOf(held) === textOf(entry));
        if (at >= 0) policies.splice(at, 1);
        return refused(Retval.OK);
      }
      const at = policies.findIndex((held) => typeOf(held) === typeOf(entry) && held.priority <= entry.priority);
      policies.splice(at < 0 ? policies.length : at, 0, entry);
      return { retval: Retval.OK, statIndex: policies.length - 1 };
    }),
    answerDump(IpsecSpdsDump, function* (vpp) {
      for (const { spdId, policies } of databases(vpp).values()) yield { spdId, npolicies: policies.length };
    }),
    answerDump(IpsecSpdDump, function* (vpp, { spdId, saId }) {
      for (const entry of inOrder(databases(vpp).get(String(spdId))?.policies ?? [])) {
        if (saId === NONE || saId === entry.saId) yield { entry: shown(entry) };
      }
    }),
    // The index is VPP's own, counted in the order of the databases.
    answerDump(IpsecSpdInterfaceDump, function* (vpp, { spdIndex: asked, spdIndexValid }) {
      const ids = [...databases(vpp).values()].map(({ spdId }) => spdId);
      for (const { spdId, swIfIndex } of bindings(vpp).values()) {
        const spdIndex = ids.indexOf(spdId);
        if (spdIndexValid === 0 || spdIndex === asked) yield { spdIndex, swIfIndex };
      }
    }),
    onInterface(IpsecInterfaceAddDelSpd, (vpp, { swIfIndex }, { isAdd, spdId }) => {
      if (!databases(vpp).has(String(spdId))) return Retval.SYSCALL_ERROR_1;
      const key = String(swIfIndex);
      if (isAdd && bindings(vpp).has(key)) return Retval.SYSCALL_ERROR_2;
      if (isAdd) bindings(vpp).set(key, { spdId, swIfIndex });
      else bindings(vpp).delete(key);
      return Retval.OK;
    }),
  ],
};

const PROTECT = 3;
const BYPASS = 0;
const DISCARD = 1;

const databases = recordsOf<{ readonly spdId: number; readonly policies: IpsecSpdEntryV2[] }>("ipsec-spd");
const bindings = recordsOf<{ readonly spdId: number; readonly swIfIndex: number }>(
  "ipsec-spd-binding",
  (binding, swIfIndex) => binding.swIfIndex === swIfIndex,
);

function refused(retval: number) {
  return { retval, statIndex: NONE };
}

/** Place of the list that VPP keeps the policy in: outbound, then protect, bypass and discard inbound, IPv4 before IPv6. */
function typeOf({ isOutbound, policy, localAddressStop: { af } }: IpsecSpdEntryV2): number {
  return isOutbound ? af : 2 * (1 + [PROTECT, BYPASS, DISCARD].indexOf(policy)) + af;
}

function inOrder(policies: readonly IpsecSpdEntryV2[]): readonly IpsecSpdEntryV2[] {
  return [...policies].sort((left, right) => typeOf(left) - typeOf(right));
}

function textOf(entry: IpsecSpdEntryV2): string {
  return JSON.stringify(entry, (_name, value) => (value instanceof Uint8Array ? value.join(".") : value));
}

/** An address that begins with twelve zeros is told as one of IPv4. */
function shown(entry: IpsecSpdEntryV2): IpsecSpdEntryV2 {
  const told = (address: WireAddress) => {
    const bytes = addressFromWire(address);
    if (bytes.length === 4 || bytes.subarray(0, 12).some((byte) => byte !== 0)) return address;
    return { af: 0, un: { ip4: bytes.slice(12) } };
  };
  const { localAddressStart, localAddressStop, remoteAddressStart, remoteAddressStop } = entry;
  return {
    ...entry,
    localAddressStart: told(localAddressStart),
    localAddressStop: told(localAddressStop),
    remoteAddressStart: told(remoteAddressStart),
    remoteAddressStop: told(remoteAddressStop),
  } as IpsecSpdEntryV2;
}
