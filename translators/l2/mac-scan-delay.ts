import { L2fibSetScanDelay } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

interface Value {
  readonly "mac-scan-delay": number;
}

/** Hundredths of a second, with which VPP starts. */
const DEFAULT_DELAY = 10;

/** How often VPP looks through its table of addresses for mac-address-change. It forgets what it learned when it is told. */
export const macScanDelay = defineTranslator<Record<never, string>, Value>({
  name: "mac-scan-delay",
  path: "/sweetcomb-l2:l2-events",
  keys: {},
  leafs: ["mac-scan-delay"],
  messages: [L2fibSetScanDelay],
  create: (context, { value }) => setDelay(context, value["mac-scan-delay"]),
  update: (context, { value }) => setDelay(context, value["mac-scan-delay"]),
  delete: (context) => setDelay(context, DEFAULT_DELAY),
  dump: "unreadable",
});

async function setDelay({ vpp }: TranslatorContext, scanDelay: number): Promise<void> {
  await vpp.call(L2fibSetScanDelay, { scanDelay });
}
