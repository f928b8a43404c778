import { IpReassemblyGet, IpReassemblySet, IpReassType } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";

type Key = { readonly family: string; readonly kind: string };

interface Limits {
  readonly timeout: number;
  readonly "maximum-packets": number;
  readonly "maximum-fragments": number;
  readonly "expiry-interval": number;
}

const types: Readonly<Record<string, IpReassType>> = {
  full: IpReassType.IP_REASS_TYPE_FULL,
  shallow: IpReassType.IP_REASS_TYPE_SHALLOW_VIRTUAL,
};

/** What VPP starts with, by kind. */
const defaults: Readonly<Record<string, Limits>> = {
  full: { timeout: 200, "maximum-packets": 1024, "maximum-fragments": 3, "expiry-interval": 50 },
  shallow: { timeout: 100, "maximum-packets": 1024, "maximum-fragments": 3, "expiry-interval": 10_000 },
};

/** Limits of one kind of reassembly. VPP always has some; there is an object where they are not those that it starts with. */
export const reassemblyLimits = defineTranslator<Key, Limits>({
  name: "reassembly-limits",
  path: "/sweetcomb-ip:ip/reassembly",
  keys: { family: "reassembly/address-family", kind: "reassembly/kind" },
  leafs: ["timeout", "maximum-packets", "maximum-fragments", "expiry-interval"],
  messages: [IpReassemblySet, IpReassemblyGet],
  create: (context, { key, value }) => setLimits(context, key, value),
  update: (context, { key, value }) => setLimits(context, key, value),
  delete: (context, { key }) => setLimits(context, key, defaults[key.kind]!),
  async *dump(context) {
    for (const family of ["ipv4", "ipv6"]) {
      for (const [kind, type] of Object.entries(types)) {
        const shown = await context.vpp.call(IpReassemblyGet, { isIp6: family === "ipv6", type });
        const value: Limits = {
          timeout: shown.timeoutMs,
          "maximum-packets": shown.maxReassemblies,
          "maximum-fragments": shown.maxReassemblyLength,
          "expiry-interval": shown.expireWalkIntervalMs,
        };
        const key = { family, kind };
        const isConfigured = context.configured(reassemblyLimits.at(key)) !== undefined;
        if (isConfigured || !isSame(value, defaults[kind]!)) yield { key, value };
      }
    }
  },
});

async function setLimits({ vpp }: TranslatorContext, { family, kind }: Key, limits: Limits): Promise<void> {
  await vpp.call(IpReassemblySet, {
    isIp6: family === "ipv6",
    type: types[kind],
    timeoutMs: limits.timeout,
    maxReassemblies: limits["maximum-packets"],
    maxReassemblyLength: limits["maximum-fragments"],
    expireWalkIntervalMs: limits["expiry-interval"],
  });
}

function isSame(some: Limits, others: Limits): boolean {
  return (Object.keys(some) as (keyof Limits)[]).every((name) => some[name] === others[name]);
}
