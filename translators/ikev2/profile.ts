import { isIP } from "node:net";
import {
  Ikev2ChildSaV2Dump,
  type Ikev2Profile,
  Ikev2ProfileAddDel,
  Ikev2ProfileDisableNatt,
  Ikev2ProfileDump,
  Ikev2ProfileSetAuth,
  Ikev2ProfileSetId,
  Ikev2ProfileSetIpsecUdpPort,
  Ikev2ProfileSetTs,
  Ikev2ProfileSetUdpEncap,
  Ikev2SaDump,
  Ikev2SetEspTransforms,
  Ikev2SetIkeTransforms,
  Ikev2SetResponder,
  Ikev2SetResponderHostname,
  Ikev2SetSaLifetime,
  Ikev2SetTunnelInterface,
  Ikev2TrafficSelectorDump,
} from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { address, formatAddress, isAllZero } from "../ip/addresses.js";
import {
  type Authentication,
  authenticationFields,
  authenticationFrom,
  espFields,
  espFrom,
  type Identity,
  type IkeTransforms,
  identityFields,
  identityFrom,
  ikeFields,
  ikeFrom,
  type Traffic,
  type Transforms,
  trafficFields,
  trafficFrom,
} from "./profile-wire.js";
import { associationsByProfile } from "./sa-state.js";

type Key = { readonly name: string };

interface Profile {
  readonly authentication: Authentication;
  readonly "local-identity"?: Identity;
  readonly "remote-identity"?: Identity;
  readonly "local-traffic"?: Traffic;
  readonly "remote-traffic"?: Traffic;
  readonly responder?: { readonly interface: string; readonly address?: string; readonly hostname?: string };
  readonly "ike-transforms"?: IkeTransforms;
  readonly "esp-transforms"?: Transforms;
  readonly lifetime?: Lifetime;
  readonly "udp-encapsulation"?: boolean;
  readonly "nat-traversal"?: boolean;
  readonly "ipsec-udp-port"?: number;
  readonly "tunnel-interface"?: string;
}

/** Numbers of 64 bits are text (RFC 7951 6.1). */
interface Lifetime {
  readonly seconds?: string;
  readonly jitter?: number;
  readonly handover?: number;
  readonly "max-bytes"?: string;
}

const profiles = defineKind<Key>("ikev2-profile", ["name"]);
const NO_PORT = 0xffff;

/**
 * An IKEv2 profile. It is always made anew: VPP can take few of its settings back, and frees a certificate twice when the
 * authentication of a profile is changed.
 */
export const ikev2Profile = defineTranslator<Key, Profile>({
  name: "ikev2-profile",
  kind: profiles,
  path: "/sweetcomb-ikev2:ikev2/profile",
  keys: { name: "profile/name" },
  leafs: [
    "authentication",
    "local-identity",
    "remote-identity",
    "local-traffic",
    "remote-traffic",
    "responder",
    "ike-transforms",
    "esp-transforms",
    "lifetime",
    "udp-encapsulation",
    "nat-traversal",
    "ipsec-udp-port",
    "tunnel-interface",
  ],
  messages: [
    Ikev2ProfileAddDel,
    Ikev2ProfileSetAuth,
    Ikev2ProfileSetId,
    Ikev2ProfileSetTs,
    Ikev2SetResponder,
    Ikev2SetIkeTransforms,
    Ikev2SetEspTransforms,
    Ikev2SetSaLifetime,
    Ikev2SetTunnelInterface,
    Ikev2ProfileDump,
    Ikev2SaDump,
    Ikev2ChildSaV2Dump,
    Ikev2TrafficSelectorDump,
  ],
  validate: ({ value }) => refuseIdentity(value, "local-identity") ?? refuseIdentity(value, "remote-identity"),
  dependsOn: ({ value }) =>
    [value.responder?.interface, value["tunnel-interface"]]
      .filter((name) => name !== undefined)
      .map((name) => interfaces.at({ name })),
  async create(context, { key: { name }, value }) {
    await context.vpp.call(Ikev2ProfileAddDel, { name, isAdd: true });
    try {
      await fill(context, name, value);
    } catch (refusal) {
      await context.vpp.call(Ikev2ProfileAddDel, { name, isAdd: false });
      throw refusal;
    }
  },
  update: "recreate",
  async delete({ vpp }, { key: { name } }) {
    try {
      await vpp.call(Ikev2ProfileAddDel, { name, isAdd: false });
    } catch (refusal) {
      // VPP has one code for everything, so only looking tells whether the profile was gone already.
      for await (const { profile } of vpp.dump(Ikev2ProfileDump)) if (profile.name === name) throw refusal;
    }
  },
  reads: [interfaces],
  async *dump(context) {
    const isWanted = (name: string) => context.wants(profiles, { name });
    const all: Ikev2Profile[] = [];
    for await (const { profile } of context.vpp.dump(Ikev2ProfileDump)) all.push(profile);
    const found = all.filter(({ name }) => isWanted(name));
    if (found.length === 0) return;
    const associations = context.showsState ? await associationsByProfile(context, all, isWanted) : undefined;
    for (const profile of found) {
      const key = { name: profile.name };
      const configured = context.configured<Profile>(profiles.at(key));
      const state = { "security-association": associations?.get(profile.name) ?? [] };
      yield { key, value: profileFrom(context, profile, configured), state };
    }
  },
  unreadable: ["responder/hostname"],
});

async function fill({ vpp, handleOf }: TranslatorContext, name: string, value: Profile): Promise<void> {
  const { responder, lifetime } = value;
  const swIfIndexOf = (interfaceName: string) => handleOf(interfaces.at({ name: interfaceName }));
  await vpp.call(Ikev2ProfileSetAuth, { name, ...authenticationFields(value.authentication) });
  for (const [identity, isLocal] of [
    [value["local-identity"], true],
    [value["remote-identity"], false],
  ] as const) {
    if (identity !== undefined) await vpp.call(Ikev2ProfileSetId, { name, isLocal, ...identityFields(identity) });
  }
  for (const [traffic, isLocal] of [
    [value["local-traffic"], true],
    [value["remote-traffic"], false],
  ] as const) {
    if (traffic !== undefined) await vpp.call(Ikev2ProfileSetTs, { name, ts: trafficFields(traffic, isLocal) });
  }
  if (responder?.address !== undefined) {
    const place = { swIfIndex: swIfIndexOf(responder.interface), addr: address(responder.address) };
    await vpp.call(Ikev2SetResponder, { name, responder: place });
  }
  if (responder?.hostname !== undefined) {
    const { hostname } = responder;
    await vpp.call(Ikev2SetResponderHostname, { name, hostname, swIfIndex: swIfIndexOf(responder.interface) });
  }
  const ike = value["ike-transforms"];
  if (ike !== undefined) await vpp.call(Ikev2SetIkeTransforms, { name, tr: ikeFields(ike) });
  const esp = value["esp-transforms"];
  if (esp !== undefined) await vpp.call(Ikev2SetEspTransforms, { name, tr: espFields(esp) });
  if (lifetime !== undefined) {
    await vpp.call(Ikev2SetSaLifetime, {
      name,
      lifetime: BigInt(lifetime.seconds ?? 0),
      lifetimeJitter: lifetime.jitter ?? 0,
      handover: lifetime.handover ?? 0,
      lifetimeMaxdata: BigInt(lifetime["max-bytes"] ?? 0),
    });
  }
  const tunnel = value["tunnel-interface"];
  if (tunnel !== undefined) await vpp.call(Ikev2SetTunnelInterface, { name, swIfIndex: swIfIndexOf(tunnel) });
  if (value["udp-encapsulation"] === true) await vpp.call(Ikev2ProfileSetUdpEncap, { name });
  if (value["nat-traversal"] === false) await vpp.call(Ikev2ProfileDisableNatt, { name });
  const port = value["ipsec-udp-port"];
  if (port !== undefined) await vpp.call(Ikev2ProfileSetIpsecUdpPort, { name, isSet: 1, port });
}

function profileFrom(context: TranslatorContext, profile: Ikev2Profile, configured: Profile | undefined): Profile {
  const { responder, ipsecOverUdpPort } = profile;
  const tunnel = nameOf(context, profile.tunItf);
  const caller = nameOf(context, responder.swIfIndex);
  const isLookedUp = configured?.responder?.hostname !== undefined || isAllZero(bytesOf(responder.addr.un));
  const lifetime = lifetimeFrom(profile);
  const ike = ikeFrom(profile.ikeTs);
  const esp = espFrom(profile.espTs);
  const localIdentity = identityFrom(profile.locId, configured?.["local-identity"]);
  const remoteIdentity = identityFrom(profile.remId, configured?.["remote-identity"]);
  const localTraffic = trafficFrom(profile.locTs);
  const remoteTraffic = trafficFrom(profile.remTs);
  return {
    authentication: authenticationFrom(profile),
    ...(localIdentity && { "local-identity": localIdentity }),
    ...(remoteIdentity && { "remote-identity": remoteIdentity }),
    ...(localTraffic && { "local-traffic": localTraffic }),
    ...(remoteTraffic && { "remote-traffic": remoteTraffic }),
    ...(caller && {
      responder: { interface: caller, ...(!isLookedUp && { address: formatAddress(responder.addr) }) },
    }),
    ...(ike && { "ike-transforms": ike }),
    ...(esp && { "esp-transforms": esp }),
    ...(lifetime && { lifetime }),
    "udp-encapsulation": profile.udpEncap,
    "nat-traversal": !profile.nattDisabled,
    ...(ipsecOverUdpPort !== NO_PORT && { "ipsec-udp-port": ipsecOverUdpPort }),
    ...(tunnel && { "tunnel-interface": tunnel }),
  };
}

function lifetimeFrom({ lifetime, lifetimeJitter, handover, lifetimeMaxdata }: Ikev2Profile): Lifetime | undefined {
  if (lifetime === 0n && lifetimeMaxdata === 0n && lifetimeJitter === 0 && handover === 0) return undefined;
  return { seconds: String(lifetime), jitter: lifetimeJitter, handover, "max-bytes": String(lifetimeMaxdata) };
}

function nameOf({ keyOf }: TranslatorContext, swIfIndex: number): string | undefined {
  return swIfIndex === NO_INTERFACE ? undefined : keyOf(interfaces, swIfIndex)?.name;
}

function bytesOf({ ip4, ip6 }: { readonly ip4?: Uint8Array; readonly ip6?: Uint8Array }): Uint8Array {
  return ip4 ?? ip6!;
}

/** VPP takes any bytes for an address. */
function refuseIdentity(value: Profile, leaf: "local-identity" | "remote-identity"): Refusal | undefined {
  const identity = value[leaf];
  if (identity === undefined) return undefined;
  const { type, value: text } = identity;
  const fits = {
    "ipv4-address": isIP(text) === 4,
    "ipv6-address": isIP(text) === 6,
    fqdn: isIP(text) === 0,
    email: text.includes("@"),
  }[type];
  return fits ? undefined : { leaf: `${leaf}/value`, message: `"${text}" is not an identity of the type ${type}` };
}
