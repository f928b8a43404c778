import { RxMode, SwInterfaceSetRxMode } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "./interface.js";

interface Value {
  readonly "sweetcomb-interfaces:rx-mode": RxModeName;
}

export type RxModeName = keyof typeof rxModes;

export const rxModes = {
  polling: RxMode.RX_MODE_API_POLLING,
  interrupt: RxMode.RX_MODE_API_INTERRUPT,
  adaptive: RxMode.RX_MODE_API_ADAPTIVE,
} as const;

/** How VPP notices received packets, on all queues of an interface. An interface without queues takes it and forgets it. */
export const interfaceRxMode = defineTranslator<InterfaceKey, Value>({
  name: "interface-rx-mode",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-interfaces:rx-mode"],
  messages: [SwInterfaceSetRxMode],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key, value }) => setMode(context, key, rxModes[value["sweetcomb-interfaces:rx-mode"]]),
  update: (context, { key, value }) => setMode(context, key, rxModes[value["sweetcomb-interfaces:rx-mode"]]),
  delete: (context, { key }) => goneIsFine(setMode(context, key, RxMode.RX_MODE_API_DEFAULT)),
  // The placement dump shows queues only, and a loopback, which takes the setting, has none.
  dump: "unreadable",
});

async function setMode({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, mode: RxMode): Promise<void> {
  await vpp.call(SwInterfaceSetRxMode, { swIfIndex: handleOf(interfaces.at(key)), mode });
}
