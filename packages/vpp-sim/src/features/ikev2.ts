import type { RequestMessage } from "vpp-binapi-ts";
import {
  Ikev2ChildSaV2Dump,
  Ikev2GetSleepInterval,
  type Ikev2Id,
  Ikev2InitiateDelIkeSa,
  Ikev2InitiateSaInit,
  Ikev2PluginGetVersion,
  Ikev2PluginSetSleepInterval,
  type Ikev2Profile,
  Ikev2ProfileAddDel,
  Ikev2ProfileDisableNatt,
  Ikev2ProfileDump,
  Ikev2ProfileSetAuth,
  Ikev2ProfileSetId,
  Ikev2ProfileSetIpsecUdpPort,
  Ikev2ProfileSetLiveness,
  Ikev2ProfileSetTs,
  Ikev2ProfileSetUdpEncap,
  Ikev2SaDump,
  Ikev2SetEspTransforms,
  Ikev2SetIkeTransforms,
  Ikev2SetLocalKey,
  Ikev2SetResponder,
  Ikev2SetResponderHostname,
  Ikev2SetSaLifetime,
  Ikev2SetTunnelInterface,
  Ikev2TrafficSelectorDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, type Handler } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** IKEv2 profiles (plugin ikev2). Nobody is called, no file is read: a key or certificate in a file is never there. */
export const ikev2: Feature = {
  name: "ikev2",
  handlers: [
    answer(Ikev2ProfileAddDel, (vpp, { name, isAdd }) => {
      const records = profiles(vpp);
      if (isAdd === records.has(name)) return { retval: Retval.UNSPECIFIED };
      if (isAdd) records.set(name, emptyProfile(name));
      else records.delete(name);
      return { retval: Retval.OK };
    }),
    setting(Ikev2ProfileSetAuth, ({ authMethod, isHex, data }) => {
      if (data.length === 0) return Retval.INVALID_VALUE;
      if (authMethod === RSA_SIGNATURE) return Retval.UNSPECIFIED;
      return { auth: { method: authMethod, hex: Number(isHex), data } };
    }),
    setting(Ikev2ProfileSetId, ({ isLocal, idType, data }) => {
      if (!IDENTITY_TYPES.has(idType)) return Retval.UNSPECIFIED;
      const id = { type: idType, dataLen: data.length, data: textOf(data) };
      return isLocal ? { locId: id } : { remId: id };
    }),
    setting(Ikev2ProfileSetTs, ({ ts }) => {
      if (ts.startAddr.af !== ts.endAddr.af) return Retval.UNSPECIFIED;
      const selector = { ...ts, saIndex: 0, childSaIndex: 0 };
      return ts.isLocal ? { locTs: selector } : { remTs: selector };
    }),
    setting(Ikev2SetResponder, ({ responder }) => ({ responder })),
    setting(Ikev2SetResponderHostname, ({ swIfIndex }, { responder }) => ({ responder: { ...responder, swIfIndex } })),
    setting(Ikev2SetIkeTransforms, ({ tr }) => {
      const isAead = AEAD.has(tr.cryptoAlg);
      return isAead === (tr.integAlg === 0) ? { ikeTs: tr } : Retval.UNSPECIFIED;
    }),
    setting(Ikev2SetEspTransforms, ({ tr }) => ({ espTs: tr })),
    setting(Ikev2SetSaLifetime, ({ lifetime, lifetimeJitter, handover, lifetimeMaxdata }) => ({
      lifetime,
      lifetimeJitter,
      handover,
      lifetimeMaxdata,
    })),
    setting(Ikev2SetTunnelInterface, ({ swIfIndex }, _profile, vpp) =>
      vpp.interfaces.get(swIfIndex) === undefined ? Retval.INVALID_SW_IF_INDEX : { tunItf: swIfIndex },
    ),
    setting(Ikev2ProfileSetUdpEncap, () => ({ udpEncap: true })),
    setting(Ikev2ProfileDisableNatt, () => ({ nattDisabled: true })),
    setting(Ikev2ProfileSetIpsecUdpPort, ({ port }, { ipsecOverUdpPort }) =>
      ipsecOverUdpPort === NO_PORT ? { ipsecOverUdpPort: port } : Retval.VALUE_EXIST,
    ),
    answer(Ikev2ProfileSetLiveness, (_vpp, { period, maxRetries }) => ({
      retval: period === 0 || maxRetries === 0 ? Retval.UNSPECIFIED : Retval.OK,
    })),
    answer(Ikev2PluginSetSleepInterval, (vpp, { timeout }) => {
      if (timeout === 0) return { retval: Retval.UNSPECIFIED };
      sleepIntervals(vpp).set("", { seconds: timeout });
      return { retval: Retval.OK };
    }),
    answer(Ikev2GetSleepInterval, (vpp) => ({ sleepInterval: sleepIntervals(vpp).get("")?.seconds ?? 2 })),
    answer(Ikev2PluginGetVersion, () => ({ major: 1, minor: 0 })),
    answer(Ikev2InitiateSaInit, (vpp, { name }) => ({
      retval: profiles(vpp).has(name) ? Retval.OK : Retval.UNSPECIFIED,
    })),
    answer(Ikev2InitiateDelIkeSa, () => ({ retval: Retval.UNSPECIFIED })),
    answer(Ikev2SetLocalKey, () => ({ retval: Retval.UNSPECIFIED })),
    answerDump(Ikev2ProfileDump, function* (vpp) {
      for (const profile of profiles(vpp).values()) yield { profile };
    }),
    answerDump(Ikev2SaDump, function* () {}),
    answerDump(Ikev2ChildSaV2Dump, function* () {}),
    answerDump(Ikev2TrafficSelectorDump, function* () {}),
  ],
};

const RSA_SIGNATURE = 1;
const NO_PORT = 0xffff;
/** IPv4 address, FQDN, mail address, IPv6 address. */
const IDENTITY_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 5]);
/** AES-GCM and ChaCha20-Poly1305. */
const AEAD: ReadonlySet<number> = new Set([20, 28]);

const sleepIntervals = recordsOf<{ readonly seconds: number }>("ikev2-sleep-interval");
const profiles = recordsOf<Ikev2Profile>("ikev2-profile");

/** A message that sets a part of a profile, or is refused with a code; -1 where there is no such profile. */
function setting<Request extends { readonly name: string }>(
  message: RequestMessage<Request, { retval: number }>,
  change: (request: Request, profile: Ikev2Profile, vpp: Vpp) => Partial<Ikev2Profile> | number,
): Handler {
  return answer(message, (vpp, request) => {
    const profile = profiles(vpp).get(request.name);
    if (profile === undefined) return { retval: Retval.UNSPECIFIED };
    const changed = change(request, profile, vpp);
    if (typeof changed === "number") return { retval: changed };
    profiles(vpp).set(request.name, { ...profile, ...changed });
    return { retval: Retval.OK };
  });
}

/** VPP copies the bytes into a text, which ends at the first NUL. */
function textOf(data: Uint8Array): string {
  return Buffer.from(data).toString().replace(/\0.*$/s, "");
}

const nobody: Ikev2Id = { type: 0, dataLen: 0, data: "" };

function emptyProfile(name: string): Ikev2Profile {
  const nowhere = { af: 0, un: { ip4: new Uint8Array(4) } } as const;
  const selector = {
    saIndex: 0,
    childSaIndex: 0,
    isLocal: false,
    protocolId: 0,
    startPort: 0,
    endPort: 0,
    startAddr: nowhere,
    endAddr: nowhere,
  };
  const transforms = { cryptoAlg: 0, cryptoKeySize: 0, integAlg: 0 };
  return {
    name,
    locId: nobody,
    remId: nobody,
    locTs: { ...selector, isLocal: true },
    remTs: selector,
    responder: { swIfIndex: NONE, addr: nowhere },
    ikeTs: { ...transforms, prfAlg: 0, dhGroup: 0 },
    espTs: transforms,
    lifetime: 0n,
    lifetimeMaxdata: 0n,
    lifetimeJitter: 0,
    handover: 0,
    ipsecOverUdpPort: NO_PORT,
    tunItf: NONE,
    udpEncap: false,
    nattDisabled: false,
    auth: { method: 0, hex: 0, data: new Uint8Array() },
  };
}
