import { CliInband, L2tLookupKey, L2tpv3SetLookupKey, SwIfL2tpv3TunnelDump } from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";

type LookupKey = keyof typeof lookupKeys;

interface Value {
  readonly "lookup-key": LookupKey;
}

const lookupKeys = {
  remote: L2tLookupKey.L2T_LOOKUP_KEY_API_SRC_ADDR,
  local: L2tLookupKey.L2T_LOOKUP_KEY_API_DST_ADDR,
  "session-id": L2tLookupKey.L2T_LOOKUP_KEY_API_SESSION_ID,
} as const;

/** VPP's words for them in `show l2tpv3 verbose`. */
const shownAs: Readonly<Record<string, LookupKey>> = {
  "src address": "remote",
  "dst address": "local",
  "session id": "session-id",
};

const byDefault: LookupKey = "local";

/**
 * What tunnels are found by. VPP enters a tunnel under the key of the time when it is made, and nowhere else, so the key
 * cannot change while there is any. Where its configuration goes with tunnels that VPP keeps, VPP keeps the key as well.
 */
export const l2tpv3LookupKey = defineTranslator<Record<never, string>, Value>({
  name: "l2tpv3-lookup-key",
  path: "/sweetcomb-l2tpv3:l2tpv3",
  keys: {},
  leafs: ["lookup-key"],
  messages: [L2tpv3SetLookupKey, SwIfL2tpv3TunnelDump, CliInband],
  create: (context, { value }) => setLookupKey(context, value["lookup-key"]),
  update: (context, { value }) => setLookupKey(context, value["lookup-key"]),
  async delete(context) {
    if (!(await hasTunnels(context))) await setLookupKey(context, byDefault);
  },
  async *dump(context) {
    const lookupKey = await lookupKeyOf(context);
    if (lookupKey !== byDefault) yield { key: {}, value: { "lookup-key": lookupKey } };
  },
  matches: (configured, dumped) => configured["lookup-key"] === dumped["lookup-key"],
});

/** What VPP finds tunnels by now. */
export async function lookupKeyOf({ vpp }: TranslatorContext): Promise<LookupKey> {
  const { reply } = await vpp.call(CliInband, { cmd: "show l2tpv3 verbose" });
  return shownAs[/lookup on (.*\S)/.exec(reply)?.[1] ?? ""] ?? byDefault;
}

async function setLookupKey(context: TranslatorContext, wanted: LookupKey): Promise<void> {
  if ((await lookupKeyOf(context)) === wanted) return;
  if (await hasTunnels(context)) {
    const message = "VPP 26.06 would no longer find its L2TPv3 tunnels, and forgets none before it starts again";
    throw new NotSupportedByVpp("lookup-key", message);
  }
  await context.vpp.call(L2tpv3SetLookupKey, { key: lookupKeys[wanted] });
}

async function hasTunnels({ vpp }: TranslatorContext): Promise<boolean> {
  for await (const _tunnel of vpp.dump(SwIfL2tpv3TunnelDump)) return true;
  return false;
}
