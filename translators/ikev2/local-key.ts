import { Ikev2SetLocalKey } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "local-key-file": string;
}

/** The private key for RSA, by the name of its file. VPP keeps it until it gets another one. */
export const ikev2LocalKey = defineTranslator<Record<never, string>, Value>({
  name: "ikev2-local-key",
  path: "/sweetcomb-ikev2:ikev2",
  keys: {},
  leafs: ["local-key-file"],
  messages: [Ikev2SetLocalKey],
  create: (context, { value }) => setKey(context, value),
  update: (context, { value }) => setKey(context, value),
  delete: async () => {},
  dump: "unreadable",
});

async function setKey({ vpp }: TranslatorContext, { "local-key-file": keyFile }: Value): Promise<void> {
  await vpp.call(Ikev2SetLocalKey, { keyFile });
}
