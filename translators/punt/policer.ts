import { IpPuntPolice } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { policers } from "../qos/policer.js";

type Key = { readonly family: string };

interface Value {
  readonly policer: string;
}

/** The policer of punted packets. VPP counts how often it was set, so one goes before another takes its place. */
export const puntPolicer = defineTranslator<Key, Value>({
  name: "punt-policer",
  path: "/sweetcomb-punt:punt/policer",
  keys: { family: "policer/address-family" },
  leafs: ["policer"],
  messages: [IpPuntPolice],
  dependsOn: ({ value }) => [policers.at({ name: value.policer })],
  create: (context, entry) => police(context, entry, true),
  update: "recreate",
  delete: (context, entry) => police(context, entry, false),
  dump: "unreadable",
});

async function police(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<Key, Value>,
  isAdd: boolean,
): Promise<void> {
  const policerIndex = handleOf(policers.at({ name: value.policer }));
  await vpp.call(IpPuntPolice, { policerIndex, isAdd, isIp6: key.family === "ipv6" });
}
