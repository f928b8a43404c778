import {
  type SwInterfaceIp6ndRaConfig as RaConfig,
  SwInterfaceIp6ndRaConfig,
  type SwInterfaceIp6ndRaDetails,
  SwInterfaceIp6ndRaDump,
} from "vpp-binapi-ts/api";
import {
  defineKind,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { refuseOnPackets } from "../interfaces/frames.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { ipv6Interfaces } from "./ipv6-enabled.js";

interface Value {
  readonly "send-advertisements"?: boolean;
  readonly "max-rtr-adv-interval"?: number;
  readonly "min-rtr-adv-interval"?: number;
  readonly "managed-flag"?: boolean;
  readonly "other-config-flag"?: boolean;
  readonly "default-lifetime"?: number;
  readonly "sweetcomb-neighbors:link-layer-address-option"?: boolean;
  readonly "sweetcomb-neighbors:unicast-reply"?: boolean;
  readonly "sweetcomb-neighbors:cease"?: boolean;
  readonly "sweetcomb-neighbors:initial-count"?: number;
  readonly "sweetcomb-neighbors:initial-interval"?: number;
}

export const advertisementsPath = `${interfacePath}/ietf-ip:ipv6/ietf-ipv6-unicast-routing:ipv6-router-advertisements`;

/** Defaults of the models; those of RFC 4861 that depend on another value are worked out in `intervalsOf`. */
const defaults = {
  "send-advertisements": false,
  "max-rtr-adv-interval": 600,
  "managed-flag": false,
  "other-config-flag": false,
  "sweetcomb-neighbors:link-layer-address-option": true,
  "sweetcomb-neighbors:unicast-reply": false,
  "sweetcomb-neighbors:cease": false,
  "sweetcomb-neighbors:initial-count": 3,
  "sweetcomb-neighbors:initial-interval": 16,
} as const satisfies Value;

/** Longest lifetime of a default router that VPP takes, in seconds. */
const longestLifetime = 9000;

const advertised = defineKind<InterfaceKey>("interface-router-advertisements", ["name"]);

/** Router advertisements of an interface (RFC 4861 6.2.1). VPP has their settings while IPv6 is enabled on it. */
export const interfaceAdvertisements = defineTranslator<InterfaceKey, Value>({
  name: advertised.name,
  kind: advertised,
  path: advertisementsPath,
  keys: interfaceKeys,
  leafs: [...Object.keys(defaults), "min-rtr-adv-interval", "default-lifetime"],
  when: (value) => !isDefault(value),
  messages: [SwInterfaceIp6ndRaConfig, SwInterfaceIp6ndRaDump],
  validate: refuseIntervals,
  dependsOn: ({ key }) => [interfaces.at(key), ipv6Interfaces.at(key)],
  validateTogether: ({ key, value }, objects) => refuseOnPackets(objects, key.name, changedLeaf(value)),
  create: (context, entry) => configureOr(context, entry, () => reset(context, entry)),
  update: (context, entry, before) =>
    configureOr(context, entry, () => configure(context, { key: entry.key, value: before })),
  delete: reset,
  reads: [interfaces],
  async *dump(context) {
    for await (const details of context.vpp.dump(SwInterfaceIp6ndRaDump, { swIfIndex: NO_INTERFACE })) {
      const key = context.keyOf(interfaces, details.swIfIndex);
      if (key === undefined || isUntouched(details)) continue;
      const shown = shownValue(details);
      const configured = context.configured<Value>(advertised.at(key))?.["send-advertisements"];
      const isAsAsked = !context.showsState && configured === true && hasCeased(details);
      yield { key, value: isAsAsked ? { ...shown, "send-advertisements": true } : shown, state: stateOf(details) };
    }
  },
  chosenByVpp: ["min-rtr-adv-interval", "default-lifetime"],
});

/** The two messages of `configure` are one: when VPP refuses one of them, what was before is set again. */
async function configureOr(
  context: TranslatorContext,
  entry: Entry<InterfaceKey, Value>,
  takeBack: () => Promise<void>,
): Promise<void> {
  try {
    await configure(context, entry);
  } catch (refusal) {
    await takeBack();
    throw refusal;
  }
}

/** A flag says "set this", or with `isNo` "set it to VPP's default"; what is not flagged stays. So all is reset first. */
async function configure(context: TranslatorContext, { key, value }: Entry<InterfaceKey, Value>): Promise<void> {
  const wanted = { ...defaults, ...value };
  const swIfIndex = context.handleOf(interfaces.at(key));
  await Promise.all([
    context.vpp.call(SwInterfaceIp6ndRaConfig, { ...everything, swIfIndex, isNo: true }),
    context.vpp.call(SwInterfaceIp6ndRaConfig, {
      ...intervalsOf(value),
      swIfIndex,
      suppress: flag(!wanted["send-advertisements"]),
      managed: flag(wanted["managed-flag"]),
      other: flag(wanted["other-config-flag"]),
      llOption: flag(!wanted["sweetcomb-neighbors:link-layer-address-option"]),
      sendUnicast: flag(wanted["sweetcomb-neighbors:unicast-reply"]),
      cease: flag(wanted["sweetcomb-neighbors:cease"]),
      initialCount: wanted["sweetcomb-neighbors:initial-count"],
      initialInterval: wanted["sweetcomb-neighbors:initial-interval"],
    }),
  ]);
}

/** Back to what VPP has when IPv6 is enabled: defaults, and nothing is sent. */
async function reset({ vpp, handleOf }: TranslatorContext, { key }: Entry<InterfaceKey, Value>): Promise<void> {
  const swIfIndex = handleOf(interfaces.at(key));
  await Promise.all([
    vpp.call(SwInterfaceIp6ndRaConfig, { ...everything, swIfIndex, isNo: true }),
    vpp.call(SwInterfaceIp6ndRaConfig, { swIfIndex, suppress: 1 }),
  ]);
}

/** Names every setting; the numbers themselves do not count beside `isNo`, as long as they fit together. */
const everything: Partial<RaConfig> = {
  suppress: 1,
  managed: 1,
  other: 1,
  llOption: 1,
  sendUnicast: 1,
  cease: 1,
  defaultRouter: 1,
  maxInterval: 200,
  minInterval: 150,
  lifetime: 600,
  initialCount: 3,
  initialInterval: 16,
};

/** In seconds. VPP's own choices for what is not configured are not those of RFC 4861. */
function intervalsOf(value: Value) {
  const maxInterval = value["max-rtr-adv-interval"] ?? defaults["max-rtr-adv-interval"];
  const share = maxInterval >= 9 ? 0.33 : 0.75;
  return {
    maxInterval,
    minInterval: value["min-rtr-adv-interval"] ?? Math.max(3, Math.floor(share * maxInterval)),
    defaultRouter: 1,
    lifetime: value["default-lifetime"] ?? Math.min(longestLifetime, 3 * maxInterval),
  };
}

function refuseIntervals({ value }: Entry<InterfaceKey, Value>): Refusal | undefined {
  const { maxInterval, lifetime } = intervalsOf(value);
  if (maxInterval >= longestLifetime) {
    return { leaf: "max-rtr-adv-interval", message: `VPP needs an interval of less than ${longestLifetime} seconds` };
  }
  if (lifetime === 0 || (lifetime > maxInterval && lifetime <= longestLifetime)) return undefined;
  const message = `The lifetime has to be 0, or longer than max-rtr-adv-interval and at most ${longestLifetime} seconds`;
  return { leaf: "default-lifetime", message };
}

function shownValue(details: SwInterfaceIp6ndRaDetails): Value {
  return {
    "send-advertisements": details.sendRadv,
    "max-rtr-adv-interval": details.maxRadvInterval,
    "min-rtr-adv-interval": details.minRadvInterval,
    "managed-flag": details.advManagedFlag,
    "other-config-flag": details.advOtherFlag,
    "default-lifetime": details.advRouterLifetime,
    "sweetcomb-neighbors:link-layer-address-option": details.advLinkLayerAddress,
    "sweetcomb-neighbors:unicast-reply": details.sendUnicast,
    "sweetcomb-neighbors:cease": details.ceaseRadv,
    "sweetcomb-neighbors:initial-count": details.initialAdvertsCount,
    "sweetcomb-neighbors:initial-interval": details.initialAdvertsInterval,
  };
}

function stateOf(details: SwInterfaceIp6ndRaDetails) {
  return {
    "sweetcomb-neighbors:advertisements-sent": details.nAdvertisementsSent,
    "sweetcomb-neighbors:solicitations-received": details.nSolicitationsRcvd,
    "sweetcomb-neighbors:solicitations-dropped": details.nSolicitationsDropped,
    "sweetcomb-neighbors:advertised": {
      "hop-limit": details.curHopLimit,
      "link-mtu": details.advLinkMtu,
      "reachable-time": details.advNeighborReachableTime,
      "retransmit-interval": details.advRetransmitInterval,
    },
    "sweetcomb-neighbors:initial-done": details.initialAdvertsSent,
    ...(details.sendRadv && timersOf(details)),
  };
}

/** In whole seconds. VPP says 0 for what has not been. */
function timersOf({ lastRadvTime, lastMulticastTime, nextMulticastTime }: SwInterfaceIp6ndRaDetails) {
  return {
    ...(lastRadvTime > 0 && { "sweetcomb-neighbors:since-last-answer": Math.floor(lastRadvTime) }),
    ...(nextMulticastTime > 0 && {
      "sweetcomb-neighbors:since-last-multicast": Math.max(0, Math.floor(lastMulticastTime)),
      "sweetcomb-neighbors:until-next-multicast": Math.ceil(nextMulticastTime),
    }),
  };
}

/** VPP stops sending by itself after the initial advertisements of an interface that is to cease: it does what was asked. */
function hasCeased({ ceaseRadv, sendRadv }: SwInterfaceIp6ndRaDetails): boolean {
  return ceaseRadv && !sendRadv;
}

/** What VPP has on every interface with IPv6: nothing that anybody asked for. */
function isUntouched(details: SwInterfaceIp6ndRaDetails): boolean {
  const { "max-rtr-adv-interval": maxInterval, ...others } = shownValue(details);
  return maxInterval === 200 && isDefault(others);
}

function isDefault(value: Value): boolean {
  return changedLeaf(value) === "";
}

/** The first leaf that asks for something else than VPP has by itself; "" for none. */
function changedLeaf(value: Value): string {
  const names = Object.keys(defaults) as (keyof typeof defaults)[];
  return names.find((name) => (value[name] ?? defaults[name]) !== defaults[name]) ?? "";
}

function flag(isOn: boolean): number {
  return isOn ? 1 : 0;
}
