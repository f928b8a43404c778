import {
  type Ikev2ChildSaV2,
  Ikev2ChildSaV2Dump,
  type Ikev2Id,
  type Ikev2Profile,
  type Ikev2Sa,
  Ikev2SaDump,
  Ikev2TrafficSelectorDump,
} from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { formatAddress } from "../ip/addresses.js";
import { dhGroups, encryptions, identityTypes, integrities, nameIn, pseudorandomFunctions } from "./algorithms.js";
import { trafficFrom } from "./profile-wire.js";
import { profileOf } from "./sa-profile.js";

type Association = Readonly<Record<string, unknown>>;
type Child = { readonly hasKeys: boolean; readonly shown: Association };
type Vpp = TranslatorContext["vpp"];

/** RFC 7296, 3.3.2: transform type 5, where 1 is a sequence number of 64 bits. */
const EXTENDED_SEQUENCE_NUMBERS = { transformType: 5, transformId: 1 } as const;

/**
 * IKE security associations as operational state, by the name of their profile: what was agreed on, and with whom. Their keys, which
 * the same messages bring, stay out, and so do associations that are of no profile, or nobody knows of which.
 * @param profiles all that VPP has
 * @param isWanted says for which profiles the associations below them are asked for
 */
export async function associationsByProfile(
  { vpp }: Pick<TranslatorContext, "vpp">,
  profiles: readonly Ikev2Profile[],
  isWanted: (profileName: string) => boolean,
): Promise<ReadonlyMap<string, readonly Association[]>> {
  const found = new Map<string, Association[]>();
  const all: { readonly sa: Ikev2Sa; readonly name: string }[] = [];
  for await (const { sa } of vpp.dump(Ikev2SaDump)) {
    const name = profileOf(sa, profiles);
    if (name !== undefined && isWanted(name)) all.push({ sa, name });
  }
  const children = await Promise.all(all.map(({ sa }) => childrenOf(vpp, sa)));
  for (const [at, { sa, name }] of all.entries()) {
    const ofProfile = found.get(name) ?? [];
    ofProfile.push(associationFrom(sa, children[at]!));
    found.set(name, ofProfile);
  }
  return found;
}

async function childrenOf(vpp: Vpp, { saIndex }: Ikev2Sa): Promise<readonly Child[]> {
  const all: Ikev2ChildSaV2[] = [];
  for await (const { childSa } of vpp.dump(Ikev2ChildSaV2Dump, { saIndex })) all.push(childSa);
  return Promise.all(
    all.map(async (childSa) => {
      const [initiator, responder] = await Promise.all([trafficOf(vpp, childSa, true), trafficOf(vpp, childSa, false)]);
      return { hasKeys: hasKeys(childSa), shown: childFrom(childSa, initiator, responder) };
    }),
  );
}

async function trafficOf(
  vpp: Vpp,
  { saIndex, childSaIndex }: Ikev2ChildSaV2,
  isInitiator: boolean,
): Promise<readonly Association[]> {
  const selectors: Association[] = [];
  for await (const { ts } of vpp.dump(Ikev2TrafficSelectorDump, { isInitiator, saIndex, childSaIndex })) {
    const traffic = trafficFrom(ts);
    if (traffic !== undefined) selectors.push({ index: selectors.length, ...traffic });
  }
  return selectors;
}

function childFrom(
  childSa: Ikev2ChildSaV2,
  initiator: readonly Association[],
  responder: readonly Association[],
): Association {
  const { transformType, transformId } = childSa.esn;
  return {
    index: childSa.childSaIndex,
    "initiator-spi": childSa.iSpi,
    "responder-spi": childSa.rSpi,
    uptime: wholeSeconds(childSa.uptime),
    ...algorithmsFrom(childSa),
    ...(transformType === EXTENDED_SEQUENCE_NUMBERS.transformType && {
      "extended-sequence-numbers": transformId === EXTENDED_SEQUENCE_NUMBERS.transformId,
    }),
    ...(initiator.length > 0 && { "initiator-traffic": initiator }),
    ...(responder.length > 0 && { "responder-traffic": responder }),
  };
}

/** VPP makes them when both ends are authenticated and their traffic fits. */
function hasKeys({ keys }: Ikev2ChildSaV2): boolean {
  return keys.skEiLen > 0 || keys.skAiLen > 0;
}

function associationFrom(sa: Ikev2Sa, children: readonly Child[]): Association {
  const initiator = identityFrom(sa.iId);
  const responder = identityFrom(sa.rId);
  return {
    index: sa.saIndex,
    state: children.some(({ hasKeys }) => hasKeys) ? "authenticated" : "unknown",
    "initiator-address": formatAddress(sa.iaddr),
    "responder-address": formatAddress(sa.raddr),
    "initiator-spi": spi(sa.ispi),
    "responder-spi": spi(sa.rspi),
    ...(initiator && { "initiator-identity": initiator }),
    ...(responder && { "responder-identity": responder }),
    ...algorithmsFrom(sa),
    ...ikeAlgorithmsFrom(sa),
    ...countersFrom(sa),
    ...(children.length > 0 && { child: children.map(({ shown }) => shown) }),
  };
}

/** Nothing is told before the ends have agreed: VPP leaves the transforms zero then, and "integrity" where the encryption needs none. */
function algorithmsFrom({ encryption, integrity }: Pick<Ikev2ChildSaV2, "encryption" | "integrity">): Association {
  if (encryption.transformType === 0) return {};
  const encryptionName = nameIn(encryptions, encryption.transformId);
  const integrityName = nameIn(integrities, integrity.transformId);
  return {
    ...(encryptionName && { encryption: encryptionName }),
    ...(encryption.keyLen > 0 && { "key-size": encryption.keyLen * 8 }),
    ...(integrityName && { integrity: integrityName }),
  };
}

function ikeAlgorithmsFrom({ prf, dh }: Ikev2Sa): Association {
  const prfName = prf.transformType === 0 ? undefined : nameIn(pseudorandomFunctions, prf.transformId);
  const group = dh.transformType === 0 ? undefined : nameIn(dhGroups, dh.transformId);
  return { ...(prfName && { prf: prfName }), ...(group && { "dh-group": group }) };
}

function countersFrom({ stats }: Ikev2Sa): Association {
  return {
    retransmissions: stats.nRetransmit,
    "init-retransmissions": stats.nInitSaRetransmit,
    "init-requests": stats.nSaInitReq,
    "auth-requests": stats.nSaAuthReq,
    "rekey-requests": stats.nRekeyReq,
    keepalives: stats.nKeepalives,
  };
}

/** The bytes of an address do not survive VPP's description of them as text. */
function identityFrom({ type, dataLen, data }: Ikev2Id): Association | undefined {
  const name = nameIn(identityTypes, type);
  if (dataLen === 0 || name === undefined) return undefined;
  return { type: name, ...((name === "fqdn" || name === "email") && { value: data }) };
}

function spi(number: bigint): string {
  return number.toString(16).padStart(16, "0");
}

/** RFC 7951 6.1: numbers of 64 bits are text. */
function wholeSeconds(seconds: number): string {
  return String(Math.max(0, Math.floor(seconds)));
}
