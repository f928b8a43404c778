import { SetIpFlowHashRouterId } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "flow-hash-router-id": number;
}

/** With which VPP starts: it changes no hash. */
const NONE = 0;

/** What this router mixes into the hash of each flow. */
export const flowHashRouterId = defineTranslator<Record<never, string>, Value>({
  name: "flow-hash-router-id",
  path: "/sweetcomb-ip:ip",
  keys: {},
  leafs: ["flow-hash-router-id"],
  messages: [SetIpFlowHashRouterId],
  create: (context, { value }) => setRouterId(context, value["flow-hash-router-id"]),
  update: (context, { value }) => setRouterId(context, value["flow-hash-router-id"]),
  delete: (context) => setRouterId(context, NONE),
  dump: "unreadable",
});

async function setRouterId({ vpp }: TranslatorContext, routerId: number): Promise<void> {
  await vpp.call(SetIpFlowHashRouterId, { routerId });
}
