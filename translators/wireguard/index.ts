/** WireGuard: peers of interfaces, and what all of them share. The kind of interface is in wireguard-interface.ts. */

import type { AnyTranslator } from "../../src/southbound/translator.js";
import { wireguardAsynchronousCrypto } from "./asynchronous-crypto.js";
import { wireguardPeer } from "./peer.js";

export const wireguardTranslators: readonly AnyTranslator[] = [wireguardAsynchronousCrypto, wireguardPeer];
