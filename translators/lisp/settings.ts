/** Settings of the control plane that VPP takes at any time. Each is an object where it is not as VPP has it from the start. */

import type { Message } from "vpp-binapi-ts";
import {
  OneGetTransportProtocol,
  OneMapRegisterEnableDisable,
  OneMapRegisterFallbackThreshold,
  OneMapRegisterSetTtl,
  OneRlocProbeEnableDisable,
  OneSetTransportProtocol,
  ShowOneMapRegisterFallbackThreshold,
  ShowOneMapRegisterState,
  ShowOneMapRegisterTtl,
  ShowOneRlocProbeState,
} from "vpp-binapi-ts/api";
import { type AnyTranslator, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { lispPath } from "./plane.js";

type Vpp = TranslatorContext["vpp"];

interface Value {
  readonly "rloc-probing"?: boolean;
  readonly transport?: keyof typeof transports;
  readonly "map-register"?: {
    readonly enabled?: boolean;
    readonly ttl?: number;
    readonly "fallback-threshold"?: number;
  };
}

interface Setting<T> {
  /** Member path of its leaf. */
  readonly leaf: string;
  /** What VPP starts with. */
  readonly initial: T;
  readonly messages: readonly Message<unknown>[];
  read(value: Value): T | undefined;
  write(setting: T): Value;
  show(vpp: Vpp): Promise<T>;
  set(vpp: Vpp, setting: T): Promise<unknown>;
  /** Why VPP must not be told this. */
  refuses?(setting: T): string | undefined;
}

const transports = { udp: 1, "binary-api": 2 } as const;

export const settings: readonly AnyTranslator[] = [
  defineSetting<boolean>({
    leaf: "rloc-probing",
    initial: false,
    messages: [OneRlocProbeEnableDisable, ShowOneRlocProbeState],
    read: (value) => value["rloc-probing"],
    write: (isOn) => ({ "rloc-probing": isOn }),
    show: async (vpp) => (await vpp.call(ShowOneRlocProbeState)).isEnable,
    set: (vpp, isEnable) => vpp.call(OneRlocProbeEnableDisable, { isEnable }),
  }),
  defineSetting<keyof typeof transports>({
    leaf: "transport",
    initial: "udp",
    messages: [OneSetTransportProtocol, OneGetTransportProtocol],
    read: ({ transport }) => transport,
    write: (transport) => ({ transport }),
    show: async (vpp) =>
      (await vpp.call(OneGetTransportProtocol)).protocol === transports["binary-api"] ? "binary-api" : "udp",
    set: (vpp, transport) => vpp.call(OneSetTransportProtocol, { protocol: transports[transport] }),
  }),
  defineSetting<boolean>({
    leaf: "map-register/enabled",
    initial: false,
    messages: [OneMapRegisterEnableDisable, ShowOneMapRegisterState],
    read: (value) => value["map-register"]?.enabled,
    write: (enabled) => ({ "map-register": { enabled } }),
    show: async (vpp) => (await vpp.call(ShowOneMapRegisterState)).isEnable,
    set: (vpp, isEnable) => vpp.call(OneMapRegisterEnableDisable, { isEnable }),
    refuses: (isOn) => (isOn ? "VPP 26.06 looks for ever for a map server that it has no address towards" : undefined),
  }),
  defineSetting<number>({
    leaf: "map-register/ttl",
    initial: 86400,
    messages: [OneMapRegisterSetTtl, ShowOneMapRegisterTtl],
    read: (value) => value["map-register"]?.ttl,
    write: (ttl) => ({ "map-register": { ttl } }),
    show: async (vpp) => (await vpp.call(ShowOneMapRegisterTtl)).ttl,
    set: (vpp, ttl) => vpp.call(OneMapRegisterSetTtl, { ttl }),
  }),
  defineSetting<number>({
    leaf: "map-register/fallback-threshold",
    initial: 3,
    messages: [OneMapRegisterFallbackThreshold, ShowOneMapRegisterFallbackThreshold],
    read: (value) => value["map-register"]?.["fallback-threshold"],
    write: (threshold) => ({ "map-register": { "fallback-threshold": threshold } }),
    show: async (vpp) => (await vpp.call(ShowOneMapRegisterFallbackThreshold)).value,
    set: (vpp, value) => vpp.call(OneMapRegisterFallbackThreshold, { value }),
  }),
];

function defineSetting<T>(setting: Setting<T>): AnyTranslator {
  const { leaf, initial, messages, read, write, show, set } = setting;
  return defineTranslator<Record<never, string>, Value>({
    name: `lisp-${leaf.replace("/", "-")}`,
    path: lispPath,
    keys: {},
    leafs: [leaf],
    when: (value) => (read(value) ?? initial) !== initial,
    messages,
    validate({ value }) {
      const message = setting.refuses?.(read(value) ?? initial);
      return message === undefined ? undefined : { leaf, tag: "operation-not-supported", message };
    },
    async create({ vpp }, { value }) {
      await set(vpp, read(value) ?? initial);
    },
    async update({ vpp }, { value }) {
      await set(vpp, read(value) ?? initial);
    },
    async delete({ vpp }) {
      await set(vpp, initial);
    },
    async *dump({ vpp }) {
      const shown = await show(vpp);
      if (shown !== initial) yield { key: {}, value: write(shown) };
    },
  });
}
