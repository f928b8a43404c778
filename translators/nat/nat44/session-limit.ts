import { Nat44SetSessionLimit, Nat44ShowRunningConfig } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../../src/southbound/translator.js";
import { type InstanceKey, instanceKeys, instanceOf, instancePath } from "../instance.js";
import { namedVrf, vrfId, vrfRefs } from "../vrf.js";

type Key = InstanceKey & { readonly vrf: string };

interface Value {
  readonly limit: number;
}

/** Most sessions of one VRF. VPP cannot take a limit away: then all sessions that the plugin has are allowed. */
export const nat44SessionLimit = defineTranslator<Key, Value>({
  name: "nat44-session-limit",
  path: `${instancePath}/sweetcomb-nat:nat44/session-limit`,
  keys: { ...instanceKeys, vrf: "session-limit/vrf" },
  leafs: ["limit"],
  messages: [Nat44SetSessionLimit, Nat44ShowRunningConfig],
  partOf: ({ key }) => instanceOf(key),
  dependsOn: ({ key }) => vrfRefs("ipv4", namedVrf(key.vrf)),
  create: (context, { key, value }) => setLimit(context, key, value.limit),
  update: (context, { key, value }) => setLimit(context, key, value.limit),
  async delete(context, { key }) {
    const { sessions } = await context.vpp.call(Nat44ShowRunningConfig);
    await setLimit(context, key, sessions);
  },
  dump: "unreadable",
});

async function setLimit(context: TranslatorContext, { vrf }: Key, sessionLimit: number): Promise<void> {
  await context.vpp.call(Nat44SetSessionLimit, { sessionLimit, vrfId: vrfId(context, "ipv4", namedVrf(vrf), 0) });
}
