import { WgSetAsyncMode } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "asynchronous-crypto"?: boolean;
}

/** Asynchronous crypto engines for all WireGuard interfaces. */
export const wireguardAsynchronousCrypto = defineTranslator<Record<never, string>, Value>({
  name: "wireguard-asynchronous-crypto",
  path: "/sweetcomb-wireguard:wireguard",
  keys: {},
  leafs: ["asynchronous-crypto"],
  when: (value) => value["asynchronous-crypto"] === true,
  messages: [WgSetAsyncMode],
  create: (context) => setMode(context, true),
  update: "recreate",
  delete: (context) => setMode(context, false),
  dump: "unreadable",
});

async function setMode({ vpp }: TranslatorContext, asyncEnable: boolean): Promise<void> {
  await vpp.call(WgSetAsyncMode, { asyncEnable });
}
