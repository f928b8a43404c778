import {
  IpsecBackendDump,
  IpsecSadBind,
  IpsecSadEntryAddV2,
  IpsecSadEntryDel,
  IpsecSadEntryUpdate,
  type IpsecSadEntryV4,
  IpsecSadUnbind,
  IpsecSaV5Dump,
  IpsecSetAsyncMode,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { addressFromWire } from "../values.js";
import { lock, unlock } from "./ipsec-locks.js";
import { protectedTunnel } from "./ipsec-tunnel.js";

/** Security associations (vnet/ipsec). One that is deleted goes with its last user. */
export const ipsecSa: Feature = {
  name: "ipsec-sa",
  handlers: [
    answer(IpsecSadEntryAddV2, (vpp, { entry }) => {
      const retval = refusal(vpp, entry);
      if (retval !== undefined) return { retval, statIndex: NONE };
      const records = securityAssociations(vpp);
      const statIndex = lowestFreeStat(vpp);
      records.set(String(entry.sadId), { ...entry, statIndex });
      lock(vpp, entry.sadId);
      return { retval: Retval.OK, statIndex };
    }),
    answer(IpsecSadEntryUpdate, (vpp, { sadId, isTun, tunnel, udpSrcPort, udpDstPort }) => {
      const found = securityAssociations(vpp).get(String(sadId));
      if (found === undefined) return { retval: Retval.NO_SUCH_ENTRY };
      securityAssociations(vpp).set(String(sadId), {
        ...found,
        ...(isTun && { tunnel }),
        ...(udpSrcPort !== KEEP_PORT && { udpSrcPort }),
        ...(udpDstPort !== KEEP_PORT && { udpDstPort }),
      });
      return { retval: Retval.OK };
    }),
    answer(IpsecSadEntryDel, (vpp, { id }) => {
      if (!securityAssociations(vpp).has(String(id))) return { retval: Retval.NO_SUCH_ENTRY };
      releaseAssociation(vpp, id);
      return { retval: Retval.OK };
    }),
    // The simulated VPP has no workers.
    answer(IpsecSadBind, (vpp, { saId }) => ({
      retval: securityAssociations(vpp).has(String(saId)) ? Retval.INVALID_WORKER : Retval.INVALID_VALUE,
    })),
    answer(IpsecSadUnbind, (vpp, { saId }) => ({
      retval: securityAssociations(vpp).has(String(saId)) ? Retval.OK : Retval.INVALID_VALUE,
    })),
    // VPP 26.06 has no backends any more.
    answerDump(IpsecBackendDump, function* () {}),
    answer(IpsecSetAsyncMode, () => ({ retval: Retval.OK })),
    answerDump(IpsecSaV5Dump, function* (vpp) {
      const all = [...securityAssociations(vpp).values()].sort((one, other) => one.statIndex - other.statIndex);
      for (const { statIndex, ...entry } of all) yield details(vpp, entry, statIndex);
    }),
  ],
};

/** By sad_id. */
export const securityAssociations = recordsOf<IpsecSadEntryV4 & { readonly statIndex: number }>("ipsec-sa");

/** Takes one user of an association away; it goes with the last of them. */
export function releaseAssociation(vpp: Vpp, sadId: number): void {
  if (unlock(vpp, sadId)) securityAssociations(vpp).delete(String(sadId));
}

function lowestFreeStat(vpp: Vpp): number {
  const taken = new Set(Array.from(securityAssociations(vpp).values(), ({ statIndex }) => statIndex));
  let statIndex = 0;
  while (taken.has(statIndex)) statIndex++;
  return statIndex;
}

const KEEP_PORT = 0xffff;
const PROTOCOL_ESP = 50;
const PROTOCOL_AH = 51;
const HIGHEST_INTEGRITY = 6;
const FLAG = { antiReplay: 2, isTunnel: 4, isTunnelV6: 8, udpEncapsulation: 16 };
/** By crypto_algorithm: bytes of the key. */
const KEY_LENGTHS = [0, 16, 24, 32, 16, 24, 32, 16, 24, 32, 7, 24, 32, 16, 24, 32];
const FIRST_AEAD = 7;
const TRIPLE_DES = 11;

function refusal(vpp: Vpp, entry: IpsecSadEntryV4): number | undefined {
  const { sadId, protocol, cryptoAlgorithm, cryptoKey, integrityAlgorithm, flags, tunnel } = entry;
  if (protocol !== PROTOCOL_ESP && protocol !== PROTOCOL_AH) return Retval.INVALID_PROTOCOL;
  const length = KEY_LENGTHS[cryptoAlgorithm];
  if (length === undefined || integrityAlgorithm > HIGHEST_INTEGRITY) return Retval.INVALID_ALGORITHM;
  if ((flags & FLAG.isTunnel) !== 0) {
    const [source, destination] = [addressFromWire(tunnel.src), addressFromWire(tunnel.dst)];
    const family = destination.length === 4 ? "ip4" : "ip6";
    if (source.length !== destination.length) return Retval.INVALID_PROTOCOL;
    if (vpp.fib.find(family, tunnel.tableId) === undefined) return Retval.NO_SUCH_FIB;
  }
  if (securityAssociations(vpp).has(String(sadId))) return Retval.ENTRY_ALREADY_EXISTS;
  if (protocol === PROTOCOL_AH) return integrityAlgorithm === 0 ? Retval.UNIMPLEMENTED : undefined;
  const isAlone = cryptoAlgorithm >= FIRST_AEAD && cryptoAlgorithm !== TRIPLE_DES;
  if (isAlone && integrityAlgorithm !== 0) return Retval.UNIMPLEMENTED;
  if (cryptoKey.length === length) return undefined;
  if ((flags & FLAG.isTunnel) !== 0) throw new VppDies("a tunnel with a key of the wrong length");
  return Retval.KEY_LENGTH;
}

function details(vpp: Vpp, entry: IpsecSadEntryV4, statIndex: number) {
  const { sadId, flags } = entry;
  const has = (flag: number) => (flags & flag) !== 0;
  const user = has(FLAG.isTunnel) ? protectedTunnel(vpp, sadId) : undefined;
  return {
    entry: {
      ...entry,
      flags: shownFlags(entry),
      // Taken in network order, told in the order of the host.
      salt: swapped(entry.salt),
      tunnel: has(FLAG.isTunnel) ? { ...entry.tunnel, instance: 0, swIfIndex: 0 } : NO_TUNNEL,
      udpSrcPort: has(FLAG.udpEncapsulation) ? entry.udpSrcPort : 0,
      udpDstPort: has(FLAG.udpEncapsulation) ? entry.udpDstPort : 0,
      antiReplayWindowSize: has(FLAG.antiReplay) ? Math.max(64, powerOfTwo(entry.antiReplayWindowSize)) : 0,
    },
    swIfIndex: user?.swIfIndex ?? NONE,
    seqOutbound: 0n,
    lastSeqInbound: 0n,
    replayWindow: has(FLAG.antiReplay) ? 0xffff_ffff_ffff_ffffn : 0n,
    threadIndex: 0,
    statIndex,
  };
}

const NO_ADDRESS = { af: 0, un: { ip4: new Uint8Array(4) } } as const;
const NO_TUNNEL = {
  instance: 0,
  src: NO_ADDRESS,
  dst: NO_ADDRESS,
  swIfIndex: 0,
  tableId: 0,
  encapDecapFlags: 0,
  mode: 0,
  flags: 0,
  dscp: 0,
  hopLimit: 0,
} as const;

function shownFlags({ flags, tunnel }: IpsecSadEntryV4): IpsecSadEntryV4["flags"] {
  const isV6 = (flags & FLAG.isTunnel) !== 0 && addressFromWire(tunnel.src).length === 16;
  return (isV6 ? flags | FLAG.isTunnelV6 : flags) as IpsecSadEntryV4["flags"];
}

function swapped(number: number): number {
  return new DataView(Uint32Array.of(number).buffer).getUint32(0, false);
}

function powerOfTwo(size: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(size, 1)));
}
