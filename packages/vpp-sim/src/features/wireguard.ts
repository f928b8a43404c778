import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import {
  WantWireguardPeerEvents,
  WgSetAsyncMode,
  type WireguardInterface,
  WireguardInterfaceCreate,
  WireguardInterfaceDelete,
  WireguardInterfaceDump,
  WireguardPeerAddV2,
  WireguardPeerEvent,
  WireguardPeerRemove,
  WireguardPeersV2Dump,
  type WireguardPeerV2,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { addInterface, deleteInterface } from "../state/interfaces.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { onInterface } from "./on-interface.js";

/** WireGuard interfaces and peers (plugin wireguard). No session is ever established. */
export const wireguard: Feature = {
  name: "wireguard",
  handlers: [
    answer(WireguardInterfaceCreate, (vpp, { interface: asked, generateKey }) => {
      const userInstance = asked.userInstance === NONE ? lowestFree(vpp) : asked.userInstance;
      if (isTaken(vpp, userInstance) || userInstance >= INSTANCES) {
        return { retval: Retval.INVALID_REGISTRATION, swIfIndex: NONE };
      }
      const privateKey = generateKey ? new Uint8Array(randomBytes(KEY_SIZE)) : asked.privateKey;
      const { swIfIndex } = addInterface(vpp, {
        kind: "wireguard",
        deviceType: "Wireguard Tunnel",
        name: `wg${userInstance}`,
        mtu: 0,
      });
      interfaces(vpp).set(String(swIfIndex), {
        ...asked,
        userInstance,
        swIfIndex,
        privateKey,
        publicKey: publicKeyOf(privateKey),
      });
      return { retval: Retval.OK, swIfIndex };
    }),
    onInterface(WireguardInterfaceDelete, (vpp, gone) => {
      if (gone.kind !== "wireguard") return Retval.INVALID_VALUE;
      deleteInterface(vpp, gone);
      return Retval.OK;
    }),
    answerDump(WireguardInterfaceDump, function* (vpp, { showPrivateKey, swIfIndex }) {
      for (const shown of interfaces(vpp).values()) {
        if (swIfIndex !== NONE && swIfIndex !== shown.swIfIndex) continue;
        yield { interface: showPrivateKey ? shown : { ...shown, privateKey: new Uint8Array(KEY_SIZE) } };
      }
    }),
    answer(WireguardPeerAddV2, (vpp, { peer }) => {
      const retval = refusal(vpp, peer);
      if (retval !== undefined) return { retval, peerIndex: NONE };
      const peerIndex = lowestFreePeer(vpp);
      const presharedKeySet = peer.presharedKeySet && peer.presharedKey.some((byte) => byte !== 0);
      peers(vpp).set(String(peerIndex), { ...peer, presharedKeySet, peerIndex, flags: NO_FLAGS });
      return { retval: Retval.OK, peerIndex };
    }),
    answer(WireguardPeerRemove, (vpp, { peerIndex }) => ({
      retval: peers(vpp).delete(String(peerIndex)) ? Retval.OK : Retval.NO_SUCH_ENTRY,
    })),
    answerDump(WireguardPeersV2Dump, function* (vpp, { peerIndex }) {
      const inOrder = [...peers(vpp).values()].sort((left, right) => left.peerIndex - right.peerIndex);
      for (const peer of inOrder) if (peerIndex === NONE || peerIndex === peer.peerIndex) yield { peer };
    }),
    answer(WgSetAsyncMode, () => ({ retval: Retval.OK })),
    // Sessions never change here, so there is nothing to tell.
    answer(WantWireguardPeerEvents, () => ({ retval: Retval.OK })),
  ],
  events: [WireguardPeerEvent],
};

const INSTANCES = 16_384;
const KEY_SIZE = 32;
const NO_FLAGS = 0 as WireguardPeerV2["flags"];
/** What stands before the 32 bytes of an X25519 key in PKCS #8 (RFC 8410). */
const PKCS8_START = Buffer.from("302e020100300506032b656e04220420", "hex");

const isOn = (record: { readonly swIfIndex: number }, swIfIndex: number) => record.swIfIndex === swIfIndex;
const interfaces = recordsOf<WireguardInterface>("wireguard-interface", isOn);
const peers = recordsOf<WireguardPeerV2>("wireguard-peer", isOn);

function refusal(vpp: Vpp, { swIfIndex, publicKey, allowedIps }: WireguardPeerV2): number | undefined {
  if (vpp.interfaces.get(swIfIndex) === undefined) return Retval.INVALID_SW_IF_INDEX;
  if (allowedIps.length === 0) return Retval.INVALID_VALUE;
  if (!interfaces(vpp).has(String(swIfIndex))) return Retval.INVALID_SW_IF_INDEX;
  const isKnown = [...peers(vpp).values()].some((peer) => Buffer.compare(peer.publicKey, publicKey) === 0);
  return isKnown ? Retval.ENTRY_ALREADY_EXISTS : undefined;
}

function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_START, privateKey]), format: "der", type: "pkcs8" });
  return new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-KEY_SIZE));
}

function isTaken(vpp: Vpp, instance: number): boolean {
  return [...interfaces(vpp).values()].some(({ userInstance }) => userInstance === instance);
}

function lowestFree(vpp: Vpp): number {
  let instance = 0;
  while (isTaken(vpp, instance)) instance++;
  return instance;
}

function lowestFreePeer(vpp: Vpp): number {
  let index = 0;
  while (peers(vpp).has(String(index))) index++;
  return index;
}
