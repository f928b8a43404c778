import { WireguardInterfaceCreate, WireguardInterfaceDelete, WireguardInterfaceDump } from "vpp-binapi-ts/api";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { ownNumbers } from "../interfaces/own-numbers.js";
import { address, formatAddress } from "../ip/addresses.js";
import { formatKey, keyBytes } from "./keys.js";

interface Value extends TypedValue {
  readonly "sweetcomb-wireguard:wireguard": WireGuard;
}

interface WireGuard {
  readonly instance?: number;
  /** Base64. */
  readonly "private-key"?: string;
  readonly port?: number;
  readonly "source-address": string;
}

const member = "sweetcomb-wireguard:wireguard";

const instances = ownNumbers<Value>({
  word: "wg",
  leaf: `${member}/instance`,
  numberOf: (value) => value[member].instance,
  // Above those that people ask for; VPP has 16384.
  chosen: { first: 8192, count: 8192, taken: "INVALID_REGISTRATION" },
});

/** A WireGuard interface without its peers. One that is called wg and a number gets that instance number. */
export const wireguardInterface = defineInterfaceKind<Value>({
  name: "wireguard-interface",
  type: "sweetcomb-wireguard:wireguard-interface",
  leafs: ["instance", "private-key", "port", "source-address"].map((leaf) => `${member}/${leaf}`),
  messages: [WireguardInterfaceCreate, WireguardInterfaceDelete, WireguardInterfaceDump],
  isOne: ({ details }) => details.interfaceDevType === "Wireguard Tunnel",
  claims: instances.claims,
  isKnownByValue: instances.isKnownByValue,
  async create({ vpp }, entry) {
    const { port = DEFAULT_PORT, "private-key": privateKey, "source-address": source } = entry.value[member];
    const create = (userInstance: number) =>
      vpp.call(WireguardInterfaceCreate, {
        interface: {
          userInstance,
          swIfIndex: NO_INTERFACE,
          ...(privateKey !== undefined && { privateKey: keyBytes(privateKey) }),
          port,
          srcIp: address(source),
        },
        generateKey: privateKey === undefined,
      });
    return (await instances.make(entry, create)).swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(WireguardInterfaceDelete, { swIfIndex }),
  async *dump({ vpp }) {
    const all = { showPrivateKey: true, swIfIndex: NO_INTERFACE };
    for await (const { interface: found } of vpp.dump(WireguardInterfaceDump, all)) {
      const wireguard = {
        instance: found.userInstance,
        "private-key": formatKey(found.privateKey),
        port: found.port,
        "source-address": formatAddress(found.srcIp),
      };
      const state = { [member]: { "public-key": formatKey(found.publicKey) } };
      yield { swIfIndex: found.swIfIndex, value: { [member]: wireguard }, state };
    }
  },
  chosenByVpp: [`${member}/instance`, `${member}/private-key`],
});

const DEFAULT_PORT = 51820;
