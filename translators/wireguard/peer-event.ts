import { WantWireguardPeerEvents, WireguardPeerEvent, WireguardPeerFlags } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { wireguardPeers } from "./peer.js";

/** "All" for interfaces and peers. */
const EVERY = 0xffff_ffff;

/** A session with a WireGuard peer began or ended. */
export const wireguardPeerEvent = defineVppEvent({
  want: WantWireguardPeerEvents,
  wantFields: { swIfIndex: EVERY, peerIndex: EVERY, enableDisable: 1 },
  event: WireguardPeerEvent,
  notification: "/sweetcomb-wireguard:peer-state-change",
  tell({ keyOf }, { peerIndex, flags }) {
    const peer = keyOf(wireguardPeers, peerIndex);
    if (peer === undefined) return undefined;
    const is = (flag: number) => (flags & flag) !== 0;
    return {
      path: "/sweetcomb-wireguard:peer-state-change",
      content: {
        interface: peer.interface,
        "public-key": peer.publicKey,
        established: is(WireguardPeerFlags.WIREGUARD_PEER_ESTABLISHED),
        dead: is(WireguardPeerFlags.WIREGUARD_PEER_STATUS_DEAD),
      },
    };
  },
});
