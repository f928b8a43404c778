import { BfdUdpDelEchoSource, BfdUdpGetEchoSource, BfdUdpSetEchoSource } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";

interface Value {
  readonly "echo-source": string;
}

/** The interface that lends its subnets to echo packets. Deleting the interface leaves VPP with its index. */
export const echoSource = defineTranslator<Record<never, string>, Value>({
  name: "bfd-echo-source",
  path: "/sweetcomb-bfd:bfd",
  keys: {},
  leafs: ["echo-source"],
  messages: [BfdUdpSetEchoSource, BfdUdpDelEchoSource, BfdUdpGetEchoSource],
  dependsOn: ({ value }) => [interfaces.at({ name: value["echo-source"] })],
  create: (context, { value }) => setSource(context, value),
  update: (context, { value }) => setSource(context, value),
  async delete({ vpp }) {
    await goneIsFine(vpp.call(BfdUdpDelEchoSource));
  },
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    const { isSet, swIfIndex } = await vpp.call(BfdUdpGetEchoSource);
    const name = isSet ? keyOf(interfaces, swIfIndex)?.name : undefined;
    if (name !== undefined) yield { key: {}, value: { "echo-source": name } };
  },
});

async function setSource({ vpp, handleOf }: TranslatorContext, value: Value): Promise<void> {
  await vpp.call(BfdUdpSetEchoSource, { swIfIndex: handleOf(interfaces.at({ name: value["echo-source"] })) });
}
