import { RdmaCreateV4, RdmaDelete, type RdmaMode, type RdmaRss4, type RdmaRss6 } from "vpp-binapi-ts/api";
import type { ListedInterface } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { deviceIn, madeInterface } from "./linux-device.js";

interface Value extends TypedValue {
  readonly "sweetcomb-devices:rdma": Rdma;
}

interface Rdma {
  readonly device: string;
  readonly "rx-queues"?: number;
  readonly "rx-ring-size"?: number;
  readonly "tx-ring-size"?: number;
  readonly mode?: (typeof modes)[number];
  readonly "multiple-segments"?: boolean;
  readonly "maximum-packet-length"?: number;
  readonly "ipv4-rss"?: Spread;
  readonly "ipv6-rss"?: Spread;
}

/** By VPP's numbers. */
const modes = ["auto", "verbs", "direct-verbs"] as const;
const spreads = ["auto", "ip", "ip-udp", "ip-tcp"] as const;

type Spread = (typeof spreads)[number];

/** A card that VPP shares with Linux through RDMA verbs. VPP has no dump of these, and tells the device in the name. */
export const rdma = defineInterfaceKind<Value>({
  name: "rdma",
  type: "sweetcomb-devices:rdma",
  leafs: ["sweetcomb-devices:rdma"],
  messages: [RdmaCreateV4, RdmaDelete],
  isOne,
  isKnownByValue: () => true,
  async create({ vpp }, { value }) {
    const settings = value["sweetcomb-devices:rdma"];
    const reply = await vpp.call(RdmaCreateV4, {
      hostIf: settings.device,
      rxqNum: settings["rx-queues"] ?? 1,
      rxqSize: settings["rx-ring-size"] ?? 1024,
      txqSize: settings["tx-ring-size"] ?? 1024,
      mode: modes.indexOf(settings.mode ?? "auto") as RdmaMode,
      noMultiSeg: settings["multiple-segments"] === false,
      maxPktlen: settings["maximum-packet-length"] ?? 0,
      rss4: spreads.indexOf(settings["ipv4-rss"] ?? "auto") as RdmaRss4,
      rss6: spreads.indexOf(settings["ipv6-rss"] ?? "auto") as RdmaRss6,
    });
    return madeInterface(reply, "sweetcomb-devices:rdma/device");
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(RdmaDelete, { swIfIndex }),
  async *dump(_context, listed) {
    for (const [swIfIndex, shown] of listed) {
      if (isOne(shown)) yield { swIfIndex, value: { "sweetcomb-devices:rdma": { device: deviceIn(shown) } } };
    }
  },
  unreadable: [
    "rx-queues",
    "rx-ring-size",
    "tx-ring-size",
    "mode",
    "multiple-segments",
    "maximum-packet-length",
    "ipv4-rss",
    "ipv6-rss",
  ].map((leaf) => `sweetcomb-devices:rdma/${leaf}`),
});

function isOne({ details }: ListedInterface): boolean {
  return details.interfaceDevType === "RDMA interface";
}
