/** Proxy ARP: the ranges of addresses, and the interfaces that answer for them. */

import { ProxyArpAddDel, ProxyArpDump, ProxyArpIntfcDump, ProxyArpIntfcEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type Refusal, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { formatIp4, ip4Bytes } from "./addresses.js";

type RangeKey = { readonly vrf: string; readonly low: string; readonly high: string };

/** A range of addresses that VPP answers for in one VRF. */
export const proxyArpRange = defineTranslator<RangeKey, Record<never, never>>({
  name: "proxy-arp-range",
  path: "/sweetcomb-neighbors:proxy-arp/range",
  keys: { vrf: "range/vrf", low: "range/low", high: "range/high" },
  leafs: [],
  when: () => true,
  messages: [ProxyArpAddDel, ProxyArpDump],
  validate: ({ key }) => refuseReversed(key),
  dependsOn: ({ key }) => tableDependency("ipv4", key.vrf),
  create: (context, entry) => setRange(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setRange(context, entry, false)),
  reads: [ipTables.ipv4],
  async *dump(context) {
    for await (const { proxy } of context.vpp.dump(ProxyArpDump)) {
      const vrf = vrfOfTable(context, "ipv4", proxy.tableId);
      if (vrf !== undefined) yield { key: { vrf, low: formatIp4(proxy.low), high: formatIp4(proxy.hi) }, value: {} };
    }
  },
});

interface EnabledValue {
  readonly "ietf-ip:ipv4"?: { readonly "sweetcomb-neighbors:proxy-arp"?: boolean };
}

/** Whether an interface answers for the ranges. */
export const interfaceProxyArp = defineTranslator<InterfaceKey, EnabledValue>({
  name: "interface-proxy-arp",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["ietf-ip:ipv4/sweetcomb-neighbors:proxy-arp"],
  when: (value) => value["ietf-ip:ipv4"]?.["sweetcomb-neighbors:proxy-arp"] === true,
  messages: [ProxyArpIntfcEnableDisable, ProxyArpIntfcDump],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, { key }) => enable(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(enable(context, key, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { swIfIndex } of vpp.dump(ProxyArpIntfcDump)) {
      const key = keyOf(interfaces, swIfIndex);
      if (key !== undefined) yield { key, value: { "ietf-ip:ipv4": { "sweetcomb-neighbors:proxy-arp": true } } };
    }
  },
});

async function setRange(context: TranslatorContext, { key }: Entry<RangeKey, unknown>, isAdd: boolean): Promise<void> {
  const proxy = { tableId: tableIdOf(context, "ipv4", key.vrf), low: ip4Bytes(key.low), hi: ip4Bytes(key.high) };
  await context.vpp.call(ProxyArpAddDel, { isAdd, proxy });
}

async function enable({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, isOn: boolean): Promise<void> {
  await vpp.call(ProxyArpIntfcEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enable: isOn });
}

/** VPP takes such a range, which then holds no address. */
function refuseReversed({ low, high }: RangeKey): Refusal | undefined {
  if (Buffer.compare(ip4Bytes(low), ip4Bytes(high)) <= 0) return undefined;
  return { leaf: "high", message: `The last address ${high} is lower than the first, ${low}` };
}
