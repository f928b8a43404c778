import { IpsecSetAsyncMode } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "asynchronous-crypto"?: boolean;
}

/** Asynchronous crypto engines for all security associations. */
export const asynchronousCrypto = defineTranslator<Record<never, string>, Value>({
  name: "ipsec-asynchronous-crypto",
  path: "/sweetcomb-ipsec:ipsec",
  keys: {},
  leafs: ["asynchronous-crypto"],
  when: (value) => value["asynchronous-crypto"] === true,
  messages: [IpsecSetAsyncMode],
  create: (context) => setMode(context, true),
  update: "recreate",
  delete: (context) => setMode(context, false),
  dump: "unreadable",
});

async function setMode({ vpp }: TranslatorContext, asyncEnable: boolean): Promise<void> {
  await vpp.call(IpsecSetAsyncMode, { asyncEnable });
}
