import { Ikev2GetSleepInterval, Ikev2PluginSetSleepInterval } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  /** A decimal number with up to three digits behind the point, as RFC 7951 has it: a text. */
  readonly "check-interval": string;
}

/** With which VPP starts (IKEV2_SLEEP_INTERVAL). */
const DEFAULT_SECONDS = 2;

const sleepIntervals = defineKind<Record<never, string>>("ikev2-sleep-interval", []);

/** How long VPP sleeps between looks at its associations: lifetimes, liveness and retransmissions are as exact as that. */
export const ikev2SleepInterval = defineTranslator<Record<never, string>, Value>({
  name: sleepIntervals.name,
  kind: sleepIntervals,
  path: "/sweetcomb-ikev2:ikev2",
  keys: {},
  leafs: ["check-interval"],
  messages: [Ikev2PluginSetSleepInterval, Ikev2GetSleepInterval],
  create: (context, { value }) => setInterval(context, Number(value["check-interval"])),
  update: (context, { value }) => setInterval(context, Number(value["check-interval"])),
  delete: (context) => setInterval(context, DEFAULT_SECONDS),
  async *dump({ vpp, configured }) {
    const { sleepInterval } = await vpp.call(Ikev2GetSleepInterval);
    const isConfigured = configured(sleepIntervals.at({})) !== undefined;
    if (isConfigured || sleepInterval !== DEFAULT_SECONDS)
      yield { key: {}, value: { "check-interval": decimal(sleepInterval) } };
  },
});

async function setInterval({ vpp }: TranslatorContext, timeout: number): Promise<void> {
  await vpp.call(Ikev2PluginSetSleepInterval, { timeout });
}

/** In the canonical form: at least one digit behind the point, and no zeros at the end. */
function decimal(seconds: number): string {
  const text = seconds.toFixed(3).replace(/0+$/, "");
  return text.endsWith(".") ? `${text}0` : text;
}
