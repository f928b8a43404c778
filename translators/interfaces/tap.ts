import {
  SwInterfaceDump,
  type SwInterfaceTapV2Details,
  SwInterfaceTapV2Dump,
  TapCreateV3,
  TapDeleteV2,
} from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { numberIn, withChosenNumber } from "./chosen-number.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaceState,
  interfaces,
  listInterfaces,
  NO_INTERFACE,
  refuseName,
} from "./interface.js";
import { tagOf } from "./tag.js";

interface Value {
  readonly type: string;
  readonly "sweetcomb-interfaces:mac-address"?: string;
  readonly "sweetcomb-interfaces:tap"?: Tap;
}

interface Tap {
  readonly id?: number;
  readonly "host-interface-name"?: string;
  readonly "host-namespace"?: string;
  readonly "host-bridge"?: string;
  readonly "host-mac-address"?: string;
  readonly "host-mtu"?: number;
  readonly "rx-ring-size"?: number;
  readonly "tx-ring-size"?: number;
  readonly "rx-queues"?: number;
  readonly "tx-queues"?: number;
}

const tapType = "sweetcomb-interfaces:tap";

/** Above those that people ask for. */
const chosenIds = { first: 512, count: 512, taken: "INVALID_INTERFACE" };

/** A Linux tap device. Its Linux side is set at creation only, so every change makes it anew. */
export const tap = defineTranslator<InterfaceKey, Value>({
  name: "tap",
  kind: interfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["type", "sweetcomb-interfaces:mac-address", "sweetcomb-interfaces:tap"],
  when: ({ type }) => type === tapType,
  messages: [TapCreateV3, TapDeleteV2, SwInterfaceTapV2Dump, SwInterfaceDump],
  validate: ({ key }) => refuseName(key),
  async create({ vpp }, { key, value }) {
    const tap = value["sweetcomb-interfaces:tap"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const fields = {
      useRandomMac: mac === undefined,
      macAddress: macOf(mac),
      numRxQueues: tap["rx-queues"] ?? 1,
      numTxQueues: tap["tx-queues"] ?? 1,
      rxRingSz: tap["rx-ring-size"] ?? 256,
      txRingSz: tap["tx-ring-size"] ?? 256,
      hostMtuSet: tap["host-mtu"] !== undefined,
      hostMtuSize: tap["host-mtu"],
      hostMacAddrSet: tap["host-mac-address"] !== undefined,
      hostMacAddr: macOf(tap["host-mac-address"]),
      hostNamespaceSet: tap["host-namespace"] !== undefined,
      hostNamespace: tap["host-namespace"],
      hostIfNameSet: tap["host-interface-name"] !== undefined,
      hostIfName: tap["host-interface-name"],
      hostBridgeSet: tap["host-bridge"] !== undefined,
      hostBridge: tap["host-bridge"],
      tag: tagOf(key.name),
    };
    const create = (id: number) => vpp.call(TapCreateV3, { id, ...fields });
    const asked = tap.id ?? numberIn(key.name, "tap");
    const { swIfIndex } = await (asked === undefined ? withChosenNumber(key.name, chosenIds, create) : create(asked));
    return swIfIndex;
  },
  update: "recreate",
  async delete({ vpp, handleOf }, { key }) {
    await goneIsFine(vpp.call(TapDeleteV2, { swIfIndex: handleOf(interfaces.at(key)) }));
  },
  async *dump(context) {
    const listed = await listInterfaces(context);
    for await (const details of context.vpp.dump(SwInterfaceTapV2Dump, { swIfIndex: NO_INTERFACE })) {
      const found = listed.get(details.swIfIndex);
      if (found === undefined) continue;
      yield {
        key: { name: found.name },
        value: {
          type: tapType,
          "sweetcomb-interfaces:mac-address": formatMac(found.details.l2Address),
          "sweetcomb-interfaces:tap": tapFrom(details),
        },
        handle: details.swIfIndex,
        state: await interfaceState(context, found),
        owned: found.owned,
      };
    }
  },
  unreadable: ["sweetcomb-interfaces:tap/rx-queues", "sweetcomb-interfaces:tap/tx-queues"],
  chosenByVpp: [
    "sweetcomb-interfaces:mac-address",
    "sweetcomb-interfaces:tap/id",
    "sweetcomb-interfaces:tap/host-interface-name",
    "sweetcomb-interfaces:tap/host-mac-address",
    "sweetcomb-interfaces:tap/host-mtu",
  ],
  marksOwned: true,
});

function tapFrom(details: SwInterfaceTapV2Details): Tap {
  const { hostIfName, hostNamespace, hostBridge, hostMtuSize } = details;
  return {
    id: details.id,
    "rx-ring-size": details.rxRingSz,
    "tx-ring-size": details.txRingSz,
    "host-mac-address": formatMac(details.hostMacAddr),
    ...(hostIfName !== "" && { "host-interface-name": hostIfName }),
    ...(hostNamespace !== "" && { "host-namespace": hostNamespace }),
    ...(hostBridge !== "" && { "host-bridge": hostBridge }),
    ...(hostMtuSize !== 0 && { "host-mtu": hostMtuSize }),
  };
}

function macOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : macBytes(text);
}
