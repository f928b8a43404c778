import { Ikev2ProfileSetLiveness } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly liveness: Liveness;
}

interface Liveness {
  readonly period?: number;
  readonly "max-retries"?: number;
}

/** Checks whether peers are there, for all profiles. Without them VPP has its own numbers. */
export const ikev2Liveness = defineTranslator<Record<never, string>, Value>({
  name: "ikev2-liveness",
  path: "/sweetcomb-ikev2:ikev2",
  keys: {},
  leafs: ["liveness"],
  messages: [Ikev2ProfileSetLiveness],
  create: (context, { value }) => setLiveness(context, value.liveness),
  update: (context, { value }) => setLiveness(context, value.liveness),
  delete: (context) => setLiveness(context, {}),
  dump: "unreadable",
});

async function setLiveness({ vpp }: TranslatorContext, { period = 30, "max-retries": maxRetries = 3 }: Liveness) {
  await vpp.call(Ikev2ProfileSetLiveness, { period, maxRetries });
}
