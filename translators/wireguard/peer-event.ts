import { WantWireguardPeerEvents, WireguardPeerEvent } from "vpp-binapi-ts/api";
import { defineVppEvent } from "../../src/southbound/vpp-event.js";
import { peerStatus, wireguardPeers } from "./peer.js";

/** "All" for interfaces and peers. */
const EVERY = 0xffff_ffff;

/** A session with a WireGuard peer began or ended. VPP is asked about the peers that it has; about each new one when it is made. */
export const wireguardPeerEvent = defineVppEvent({
  want: WantWireguardPeerEvents,
  wantFields: { swIfIndex: EVERY, peerIndex: EVERY, enableDisable: 1 },
  event: WireguardPeerEvent,
  notification: "/sweetcomb-wireguard:peer-state-change",
  tell({ keyOf }, { peerIndex, flags }) {
    const peer = keyOf(wireguardPeers, peerIndex);
    if (peer === undefined) return undefined;
    return {
      path: "/sweetcomb-wireguard:peer-state-change",
      content: {
        interface: peer.interface,
        "public-key": peer.publicKey,
        ...peerStatus(flags),
      },
    };
  },
});
