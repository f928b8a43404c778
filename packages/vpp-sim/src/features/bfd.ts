import {
  BfdAuthDelKey,
  BfdAuthKeysDump,
  BfdAuthSetKey,
  BfdState,
  BfdUdpAdd,
  BfdUdpAuthActivate,
  BfdUdpAuthDeactivate,
  BfdUdpDel,
  BfdUdpDelEchoSource,
  BfdUdpEnableMultihop,
  BfdUdpGetEchoSource,
  BfdUdpGetTos,
  BfdUdpMod,
  BfdUdpSessionDump,
  BfdUdpSessionEvent,
  BfdUdpSessionSetFlags,
  BfdUdpSetEchoSource,
  BfdUdpSetTos,
  BfdUdpUpd,
  WantBfdEvents,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import type { IpPrefix } from "../state/ip.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import {
  type Ends,
  keyOf,
  listeners,
  loseOtherEnd,
  meetOtherEnd,
  type Session,
  sessions,
  setEnabled,
} from "./bfd-session.js";

interface Settings {
  tos: number;
  isMultihop: boolean;
  echoSource: number | undefined;
}

const keys = recordsOf<BfdAuthSetKey>("bfd-keys");
const settings = recordsOf<Settings>("bfd-settings");

const BEST_EFFORT = 0;
const LONGEST_KEY = 20;
/** Keyed SHA1 and meticulous keyed SHA1 (RFC 5880 4.1); those before them VPP knows and cannot do. */
const KEY_TYPES = [4, 5];
const LAST_KNOWN_TYPE = 5;

/** BFD (vnet/bfd). */
export const bfd: Feature = {
  name: "bfd",
  handlers: [
    answer(BfdUdpAdd, (vpp, asked) => ({ retval: addSession(vpp, asked) })),
    answer(BfdUdpMod, (vpp, asked) => onSession(vpp, asked, (session) => change(session, asked))),
    answer(BfdUdpUpd, (vpp, asked) => {
      const added = addSession(vpp, asked);
      return added === Retval.BFD_EEXIST
        ? onSession(vpp, asked, (session) => change(session, asked))
        : { retval: added };
    }),
    answer(BfdUdpDel, (vpp, asked) =>
      onSession(vpp, asked, (session) => {
        sessions(vpp).delete(keyOf(asked));
        loseOtherEnd(vpp, session);
        return Retval.OK;
      }),
    ),
    answer(BfdUdpSessionSetFlags, (vpp, asked) =>
      onSession(vpp, asked, (session) => {
        setEnabled(vpp, session, (asked.flags as number) !== 0);
        return Retval.OK;
      }),
    ),
    answer(BfdUdpAuthActivate, (vpp, asked) =>
      onSession(vpp, asked, (session) => {
        const { confKeyId, bfdKeyId, isDelayed } = asked;
        if (!keys(vpp).has(String(confKeyId))) return Retval.BFD_ENOENT;
        Object.assign(session, { isAuthenticated: true, confKeyId, bfdKeyId, ...formerKey(session, isDelayed) });
        return Retval.OK;
      }),
    ),
    answer(BfdUdpAuthDeactivate, (vpp, asked) =>
      onSession(vpp, asked, (session) => {
        const former = formerKey(session, asked.isDelayed);
        Object.assign(session, { isAuthenticated: false, confKeyId: 0, bfdKeyId: 0, ...former });
        return Retval.OK;
      }),
    ),
    answerDump(BfdUdpSessionDump, function* (vpp) {
      for (const { formerKeyId: _, ...session } of sessions(vpp).values()) yield session;
    }),
    answer(BfdAuthSetKey, (vpp, asked) => {
      const { confKeyId, keyLen, authType } = asked;
      if (keyLen === 0 || keyLen > LONGEST_KEY || authType > LAST_KNOWN_TYPE) return { retval: Retval.INVALID_VALUE };
      if (!KEY_TYPES.includes(authType)) return { retval: Retval.BFD_NOTSUPP };
      if (usesOf(vpp, confKeyId) > 0) return { retval: Retval.BFD_EINUSE };
      keys(vpp).set(String(confKeyId), asked);
      return { retval: Retval.OK };
    }),
    answer(BfdAuthDelKey, (vpp, { confKeyId }) => {
      if (usesOf(vpp, confKeyId) > 0) return { retval: Retval.BFD_EINUSE };
      return { retval: keys(vpp).delete(String(confKeyId)) ? Retval.OK : Retval.BFD_ENOENT };
    }),
    answerDump(BfdAuthKeysDump, function* (vpp) {
      for (const { confKeyId, authType } of keys(vpp).values()) {
        yield { confKeyId, authType, useCount: usesOf(vpp, confKeyId) };
      }
    }),
    answer(BfdUdpEnableMultihop, (vpp) => {
      settingsOf(vpp).isMultihop = true;
      return { retval: Retval.OK };
    }),
    answer(BfdUdpSetEchoSource, (vpp, { swIfIndex }) => {
      if (vpp.interfaces.get(swIfIndex) === undefined) return { retval: Retval.INVALID_SW_IF_INDEX };
      settingsOf(vpp).echoSource = swIfIndex;
      return { retval: Retval.OK };
    }),
    answer(BfdUdpDelEchoSource, (vpp) => {
      settingsOf(vpp).echoSource = undefined;
      return { retval: Retval.OK };
    }),
    answer(BfdUdpGetEchoSource, (vpp) => {
      const { echoSource } = settingsOf(vpp);
      const source = echoSource === undefined ? undefined : vpp.interfaces.get(echoSource);
      const [ip4Addr, ip6Addr] = [source?.ip4, source?.ip6].map((ip) => ip && echoAddress(ip.addresses));
      return {
        retval: Retval.OK,
        isSet: echoSource !== undefined,
        swIfIndex: echoSource ?? 0,
        haveUsableIp4: ip4Addr !== undefined,
        ...(ip4Addr && { ip4Addr }),
        haveUsableIp6: ip6Addr !== undefined,
        ...(ip6Addr && { ip6Addr }),
      };
    }),
    answer(BfdUdpSetTos, (vpp, { tos }) => {
      settingsOf(vpp).tos = tos;
      return { retval: Retval.OK };
    }),
    answer(BfdUdpGetTos, (vpp) => ({ retval: Retval.OK, tos: settingsOf(vpp).tos })),
    answer(WantBfdEvents, (vpp, { enableDisable }, { clientIndex }) => {
      const name = String(clientIndex);
      if (enableDisable === listeners(vpp).has(name)) return { retval: Retval.INVALID_REGISTRATION };
      if (enableDisable) listeners(vpp).set(name, { clientIndex });
      else listeners(vpp).delete(name);
      return { retval: Retval.OK };
    }),
  ],
  events: [BfdUdpSessionEvent],
};

/** A neighbour of the first address that has one in its prefix: the last bit is the other way round. */
function echoAddress(addresses: readonly IpPrefix[]): Uint8Array | undefined {
  const found = addresses.find(({ address, length }) => length < address.length * 8)?.address;
  return found?.map((byte, index) => (index === found.length - 1 ? byte ^ 1 : byte));
}

function settingsOf(vpp: Vpp): Settings {
  const found = settings(vpp).get("") ?? { tos: BEST_EFFORT, isMultihop: false, echoSource: undefined };
  settings(vpp).set("", found);
  return found;
}

/** No packet comes, so that a delayed change stays under way. */
function formerKey({ isAuthenticated, confKeyId, formerKeyId }: Session, isDelayed: boolean) {
  return { formerKeyId: isDelayed ? (formerKeyId ?? (isAuthenticated ? confKeyId : undefined)) : undefined };
}

function usesOf(vpp: Vpp, asked: number): number {
  return [...sessions(vpp).values()].flatMap(({ isAuthenticated, confKeyId, formerKeyId }) => [
    ...(isAuthenticated && confKeyId === asked ? [asked] : []),
    ...(formerKeyId === asked ? [asked] : []),
  ]).length;
}

function refuseEnds(vpp: Vpp, { swIfIndex, localAddr, peerAddr }: Ends): number | undefined {
  const isThere = swIfIndex === NONE ? settingsOf(vpp).isMultihop : vpp.interfaces.get(swIfIndex) !== undefined;
  if (!isThere) return Retval.INVALID_SW_IF_INDEX;
  return localAddr.af === peerAddr.af ? undefined : Retval.INVALID_ARGUMENT;
}

function onSession(vpp: Vpp, asked: Ends, handle: (session: Session) => number): { retval: number } {
  const refused = refuseEnds(vpp, asked);
  if (refused !== undefined) return { retval: refused };
  const session = sessions(vpp).get(keyOf(asked));
  return { retval: session === undefined ? Retval.BFD_ENOENT : handle(session) };
}

function change(session: Session, asked: Pick<BfdUdpAdd, "desiredMinTx" | "requiredMinRx" | "detectMult">): number {
  const { desiredMinTx, requiredMinRx, detectMult } = asked;
  if (desiredMinTx === 0 || detectMult === 0) return Retval.INVALID_ARGUMENT;
  Object.assign(session, { desiredMinTx, requiredMinRx, detectMult });
  return Retval.OK;
}

function addSession(vpp: Vpp, asked: BfdUdpAdd): number {
  const refused = refuseEnds(vpp, asked);
  if (refused !== undefined) return refused;
  if (asked.desiredMinTx === 0 || asked.detectMult === 0) return Retval.INVALID_ARGUMENT;
  if (sessions(vpp).has(keyOf(asked))) return Retval.BFD_EEXIST;
  if (asked.isAuthenticated && !keys(vpp).has(String(asked.confKeyId))) return Retval.BFD_ENOENT;
  const { isAuthenticated } = asked;
  const key = isAuthenticated ? {} : { confKeyId: 0, bfdKeyId: 0 };
  const session = { ...asked, ...key, state: BfdState.BFD_STATE_API_DOWN };
  sessions(vpp).set(keyOf(asked), session);
  meetOtherEnd(vpp, session);
  return Retval.OK;
}
