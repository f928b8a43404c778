import { type Ip6ndRaPrefix, SwInterfaceIp6ndRaDump, SwInterfaceIp6ndRaPrefix } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { formatPrefix, prefix } from "./addresses.js";
import { ipv6Interfaces } from "./ipv6-enabled.js";
import { advertisementsPath } from "./router-advertisements.js";

type Key = { readonly interface: string; readonly prefix: string };

interface Value {
  readonly "no-advertise"?: readonly [null];
  readonly "valid-lifetime"?: number;
  readonly "on-link-flag"?: boolean;
  readonly "preferred-lifetime"?: number;
  readonly "autonomous-flag"?: boolean;
}

/** Defaults of RFC 8349; lifetimes in seconds. */
const defaults = {
  "valid-lifetime": 2_592_000,
  "on-link-flag": true,
  "preferred-lifetime": 604_800,
  "autonomous-flag": true,
} as const;

/** All ones: for ever. */
const infinite = 0xffff_ffff;

/**
 * A prefix in the router advertisements of an interface. VPP advertises none by itself. Of the request `off_link` does what `no_onlink`
 * does, and `use_default` what the defaults do (ip6_ra_prefix).
 */
export const advertisedPrefix = defineTranslator<Key, Value>({
  name: "interface-advertised-prefix",
  path: `${advertisementsPath}/prefix-list/prefix`,
  keys: { interface: "interface/name", prefix: "prefix/prefix-spec" },
  leafs: ["no-advertise", ...Object.keys(defaults)],
  when: () => true,
  messages: [SwInterfaceIp6ndRaPrefix, SwInterfaceIp6ndRaDump],
  validate: refuseLifetimes,
  dependsOn: ({ key: { interface: name } }) => [interfaces.at({ name }), ipv6Interfaces.at({ name })],
  create: (context, entry) => setPrefix(context, entry, false),
  update: (context, entry) => setPrefix(context, entry, false),
  delete: (context, entry) => goneIsFine(setPrefix(context, entry, true)),
  matches: isAsAdvertised,
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { swIfIndex, prefixes } of vpp.dump(SwInterfaceIp6ndRaDump, { swIfIndex: NO_INTERFACE })) {
      const name = keyOf(interfaces, swIfIndex)?.name;
      if (name === undefined) continue;
      for (const advertised of prefixes) {
        yield { key: { interface: name, prefix: formatPrefix(advertised.prefix) }, value: shownValue(advertised) };
      }
    }
  },
});

async function setPrefix(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<Key, Value>,
  isNo: boolean,
): Promise<void> {
  const wanted = { ...defaults, ...value };
  await vpp.call(SwInterfaceIp6ndRaPrefix, {
    swIfIndex: handleOf(interfaces.at({ name: key.interface })),
    prefix: prefix(key.prefix),
    isNo,
    noAdvertise: wanted["no-advertise"] !== undefined,
    noOnlink: !wanted["on-link-flag"],
    noAutoconfig: !wanted["autonomous-flag"],
    valLifetime: wanted["valid-lifetime"],
    prefLifetime: wanted["preferred-lifetime"],
  });
}

function shownValue(advertised: Ip6ndRaPrefix): Value {
  if (advertised.noAdvertise) return { "no-advertise": [null] };
  return {
    "valid-lifetime": advertised.valLifetime,
    "on-link-flag": advertised.onlinkFlag,
    "preferred-lifetime": advertised.prefLifetime,
    "autonomous-flag": advertised.autonomousFlag,
  };
}

/** VPP counts lifetimes down from the configured ones, unless they are infinite: less than was configured is the same. */
function isAsAdvertised(configured: Value, advertised: Value): boolean {
  if (configured["no-advertise"] !== undefined) return advertised["no-advertise"] !== undefined;
  const [wanted, shown] = [
    { ...defaults, ...configured },
    { ...defaults, ...advertised },
  ];
  return (
    advertised["no-advertise"] === undefined &&
    wanted["on-link-flag"] === shown["on-link-flag"] &&
    wanted["autonomous-flag"] === shown["autonomous-flag"] &&
    isCountedDown(wanted["valid-lifetime"], shown["valid-lifetime"]) &&
    isCountedDown(wanted["preferred-lifetime"], shown["preferred-lifetime"])
  );
}

function isCountedDown(configured: number, shown: number): boolean {
  return configured === infinite || shown === infinite ? configured === shown : shown <= configured;
}

/** VPP makes both lifetimes infinite when one is. */
function refuseLifetimes({ value }: Entry<Key, Value>): Refusal | undefined {
  const { "valid-lifetime": valid, "preferred-lifetime": preferred } = { ...defaults, ...value };
  if (value["no-advertise"] !== undefined || (valid === infinite) === (preferred === infinite)) return undefined;
  const message = "VPP has both lifetimes infinite or none";
  return { leaf: "preferred-lifetime", message, tag: "operation-not-supported" };
}
