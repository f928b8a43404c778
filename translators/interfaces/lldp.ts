import { LldpConfig } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "system-name"?: string;
  readonly "transmit-interval"?: number;
  readonly "transmit-hold"?: number;
}

/** What VPP starts with. */
const defaults = { interval: 30, hold: 4 };

/** What all interfaces with LLDP have in common. A system name cannot be taken away again: VPP takes an empty one for none. */
export const lldp = defineTranslator<Record<never, string>, Value>({
  name: "lldp",
  path: "/sweetcomb-lldp:lldp",
  keys: {},
  leafs: ["system-name", "transmit-interval", "transmit-hold"],
  messages: [LldpConfig],
  create: (context, { value }) => configure(context, value),
  update: (context, { value }) => configure(context, value),
  delete: (context) => configure(context, {}),
  dump: "unreadable",
});

async function configure({ vpp }: TranslatorContext, value: Value): Promise<void> {
  await vpp.call(LldpConfig, {
    systemName: value["system-name"] ?? "",
    txInterval: value["transmit-interval"] ?? defaults.interval,
    txHold: value["transmit-hold"] ?? defaults.hold,
  });
}
