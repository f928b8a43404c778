import { AfXdpCreateV3, AfXdpDelete, AfXdpFlag, type AfXdpMode, SwInterfaceSetMacAddress } from "vpp-binapi-ts/api";
import { changesMac, withMac } from "../tunnels/tunnel-mac.js";
import type { ListedInterface } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { deviceIn, madeInterface } from "./linux-device.js";

interface Value extends TypedValue {
  readonly "sweetcomb-devices:af-xdp": AfXdp;
}

interface AfXdp {
  readonly device: string;
  readonly "network-namespace"?: string;
  readonly "rx-queues"?: number | "all";
  readonly "rx-ring-size"?: number;
  readonly "tx-ring-size"?: number;
  readonly mode?: (typeof modes)[number];
  readonly "syscall-lock"?: boolean;
  readonly "keep-mac-address"?: boolean;
  readonly program?: string;
}

/** By VPP's number. */
const modes = ["auto", "copy", "zero-copy"] as const;

const ALL_QUEUES = 0xffff;

/** A Linux device that VPP reaches through AF_XDP sockets. VPP has no dump of these, and tells the device in the name. */
export const afXdp = defineInterfaceKind<Value>({
  name: "af-xdp",
  type: "sweetcomb-devices:af-xdp",
  hasMac: true,
  leafs: ["sweetcomb-devices:af-xdp"],
  messages: [AfXdpCreateV3, AfXdpDelete, SwInterfaceSetMacAddress],
  isOne,
  isKnownByValue: () => true,
  async create(context, { value }) {
    const settings = value["sweetcomb-devices:af-xdp"];
    const { "rx-queues": rxQueues = 1 } = settings;
    const reply = await context.vpp.call(AfXdpCreateV3, {
      hostIf: settings.device,
      netns: settings["network-namespace"] ?? "",
      rxqNum: rxQueues === "all" ? ALL_QUEUES : rxQueues,
      rxqSize: settings["rx-ring-size"] ?? 0,
      txqSize: settings["tx-ring-size"] ?? 0,
      mode: modes.indexOf(settings.mode ?? "auto") as AfXdpMode,
      flags: flagsFrom(settings),
      prog: settings.program ?? "",
    });
    const swIfIndex = madeInterface(reply, "sweetcomb-devices:af-xdp/device");
    return withMac(context, swIfIndex, value, () => context.vpp.call(AfXdpDelete, { swIfIndex }));
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(AfXdpDelete, { swIfIndex }),
  ...changesMac<Value>("sweetcomb-devices:af-xdp"),
  async *dump(_context, listed) {
    for (const [swIfIndex, shown] of listed) {
      if (isOne(shown)) yield { swIfIndex, value: { "sweetcomb-devices:af-xdp": { device: deviceIn(shown) } } };
    }
  },
  unreadable: [
    "network-namespace",
    "rx-queues",
    "rx-ring-size",
    "tx-ring-size",
    "mode",
    "syscall-lock",
    "keep-mac-address",
    "program",
  ].map((leaf) => `sweetcomb-devices:af-xdp/${leaf}`),
});

function flagsFrom({ "syscall-lock": locks = true, "keep-mac-address": keepsMac = false }: AfXdp): AfXdpFlag {
  const flags =
    (locks ? 0 : AfXdpFlag.AF_XDP_API_FLAGS_NO_SYSCALL_LOCK) | (keepsMac ? AfXdpFlag.AF_XDP_API_FLAGS_MAC_REUSE : 0);
  return flags as AfXdpFlag;
}

function isOne({ details }: ListedInterface): boolean {
  return details.interfaceDevType === "AF_XDP interface";
}
