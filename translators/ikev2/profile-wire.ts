/** IKEv2 profiles between YANG and VPP's messages. */

import type { Ikev2EspTransforms, Ikev2Id, Ikev2IkeTransforms, Ikev2Profile, Ikev2Ts } from "vpp-binapi-ts/api";
import { address, formatAddress, ip4Bytes, ip6Bytes, isAllZero } from "../ip/addresses.js";
import { dhGroups, encryptions, identityTypes, integrities, nameIn, pseudorandomFunctions } from "./algorithms.js";

export interface Identity {
  readonly type: keyof typeof identityTypes;
  readonly value: string;
}

export interface Traffic {
  readonly protocol?: number;
  readonly "first-port"?: number;
  readonly "last-port"?: number;
  readonly "first-address": string;
  readonly "last-address": string;
}

export interface Transforms {
  readonly encryption: keyof typeof encryptions;
  /** In bits. */
  readonly "key-size"?: number;
  readonly integrity?: keyof typeof integrities;
}

export interface IkeTransforms extends Transforms {
  readonly prf?: keyof typeof pseudorandomFunctions;
  readonly "dh-group": keyof typeof dhGroups;
}

export type Authentication =
  | { readonly "pre-shared-key": string }
  /** Hexadecimal digits. */
  | { readonly "pre-shared-key-hex": string }
  | { readonly "peer-certificate-file": string };

const RSA_SIGNATURE = 1;
const SHARED_KEY = 2;
/** Keys that have one size only, in bits: VPP wants it too. */
const KEY_SIZES: Readonly<Record<string, number>> = { "3des": 192, "chacha20-poly1305": 256 };

export function authenticationFields(authentication: Authentication) {
  if ("peer-certificate-file" in authentication) {
    const data = bytesOf(authentication["peer-certificate-file"]);
    return { authMethod: RSA_SIGNATURE, isHex: false, data };
  }
  if ("pre-shared-key-hex" in authentication) {
    const data = new Uint8Array(Buffer.from(authentication["pre-shared-key-hex"], "hex"));
    return { authMethod: SHARED_KEY, isHex: true, data };
  }
  return { authMethod: SHARED_KEY, isHex: false, data: bytesOf(authentication["pre-shared-key"]) };
}

export function authenticationFrom({ auth: { method, hex, data } }: Ikev2Profile): Authentication {
  const bytes = Buffer.from(data);
  // VPP has put a NUL behind the name of the file.
  if (method === RSA_SIGNATURE) return { "peer-certificate-file": bytes.toString().replace(/\0$/, "") };
  return hex !== 0 ? { "pre-shared-key-hex": bytes.toString("hex") } : { "pre-shared-key": bytes.toString() };
}

export function identityFields({ type, value }: Identity) {
  const data = type === "ipv4-address" ? ip4Bytes(value) : type === "ipv6-address" ? ip6Bytes(value) : bytesOf(value);
  return { idType: identityTypes[type], data };
}

/** The bytes of an address do not survive VPP's description of them as text: then what is configured is taken. */
export function identityFrom({ type, dataLen, data }: Ikev2Id, configured: Identity | undefined): Identity | undefined {
  if (dataLen === 0) return undefined;
  const name = nameIn(identityTypes, type);
  if (name === undefined) return undefined;
  const isAddress = name === "ipv4-address" || name === "ipv6-address";
  if (!isAddress) return { type: name, value: data };
  return configured?.type === name ? configured : undefined;
}

export function trafficFields(traffic: Traffic, isLocal: boolean) {
  return {
    isLocal,
    protocolId: traffic.protocol ?? 0,
    startPort: traffic["first-port"] ?? 0,
    endPort: traffic["last-port"] ?? 65535,
    startAddr: address(traffic["first-address"]),
    endAddr: address(traffic["last-address"]),
  };
}

export function trafficFrom(selector: Ikev2Ts): Traffic | undefined {
  const { protocolId, startPort, endPort, startAddr, endAddr } = selector;
  if (isAllZero(endAddr.un.ip4 ?? endAddr.un.ip6!) && endPort === 0) return undefined;
  return {
    protocol: protocolId,
    "first-port": startPort,
    "last-port": endPort,
    "first-address": formatAddress(startAddr),
    "last-address": formatAddress(endAddr),
  };
}

export function espFields(transforms: Transforms): Ikev2EspTransforms {
  const { encryption, integrity = "none", "key-size": keySize } = transforms;
  return {
    cryptoAlg: encryptions[encryption],
    cryptoKeySize: keySize ?? KEY_SIZES[encryption] ?? 0,
    integAlg: integrities[integrity],
  };
}

export function ikeFields(transforms: IkeTransforms): Ikev2IkeTransforms {
  const { prf = "hmac-sha2-256", "dh-group": group } = transforms;
  return { ...espFields(transforms), prfAlg: pseudorandomFunctions[prf], dhGroup: dhGroups[group] };
}

export function espFrom({ cryptoAlg, cryptoKeySize, integAlg }: Ikev2EspTransforms): Transforms | undefined {
  const encryption = nameIn(encryptions, cryptoAlg);
  const integrity = nameIn(integrities, integAlg);
  if (encryption === undefined || integrity === undefined) return undefined;
  return { encryption, ...(encryption.startsWith("aes") && { "key-size": cryptoKeySize }), integrity };
}

export function ikeFrom(transforms: Ikev2IkeTransforms): IkeTransforms | undefined {
  const common = espFrom(transforms);
  const prf = nameIn(pseudorandomFunctions, transforms.prfAlg);
  const group = nameIn(dhGroups, transforms.dhGroup);
  return common && prf && group && { ...common, prf, "dh-group": group };
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
