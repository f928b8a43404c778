import {
  BfdUdpDelEchoSource,
  BfdUdpGetEchoSource,
  type BfdUdpGetEchoSourceReply,
  BfdUdpSetEchoSource,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { formatIp4, formatIp6 } from "../ip/addresses.js";
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
    const shown = await vpp.call(BfdUdpGetEchoSource);
    const name = shown.isSet ? keyOf(interfaces, shown.swIfIndex)?.name : undefined;
    if (name !== undefined) yield { key: {}, value: { "echo-source": name }, state: addressesOf(shown) };
  },
});

/** What VPP has found in the subnets of the interface. */
function addressesOf({ haveUsableIp4, ip4Addr, haveUsableIp6, ip6Addr }: BfdUdpGetEchoSourceReply) {
  return {
    ...(haveUsableIp4 && { "echo-ipv4-source-address": formatIp4(ip4Addr) }),
    ...(haveUsableIp6 && { "echo-ipv6-source-address": formatIp6(ip6Addr) }),
  };
}

async function setSource({ vpp, handleOf }: TranslatorContext, value: Value): Promise<void> {
  await vpp.call(BfdUdpSetEchoSource, { swIfIndex: handleOf(interfaces.at({ name: value["echo-source"] })) });
}
