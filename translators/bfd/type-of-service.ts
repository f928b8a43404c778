import { BfdUdpGetTos, BfdUdpSetTos } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "type-of-service": number;
}

/** Best effort, with which VPP starts. */
const DEFAULT_TOS = 0;

/** The octet that tells the class of BFD packets. */
export const typeOfService = defineTranslator<Record<never, string>, Value>({
  name: "bfd-type-of-service",
  path: "/sweetcomb-bfd:bfd",
  keys: {},
  leafs: ["type-of-service"],
  messages: [BfdUdpSetTos, BfdUdpGetTos],
  create: (context, { value }) => setTos(context, value["type-of-service"]),
  update: (context, { value }) => setTos(context, value["type-of-service"]),
  delete: (context) => setTos(context, DEFAULT_TOS),
  async *dump({ vpp }) {
    const { tos } = await vpp.call(BfdUdpGetTos);
    yield { key: {}, value: { "type-of-service": tos }, origin: "ietf-origin:system" };
  },
});

async function setTos({ vpp }: TranslatorContext, tos: number): Promise<void> {
  await vpp.call(BfdUdpSetTos, { tos });
}
