/** Proxy neighbour discovery of an interface. */

import { FeatureIsEnabled, Ip6ndProxyAddDel, Ip6ndProxyDump, Ip6ndProxyEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import { formatIp6, ip6Bytes } from "./addresses.js";
import { interfaceVrfs } from "./interface-vrf.js";

const path = `${interfacePath}/ietf-ip:ipv6/sweetcomb-neighbors:nd-proxy`;

type HostKey = { readonly interface: string; readonly address: string };

/** A host behind an interface that others are told of. It is a route in the table that the interface is in. */
export const interfaceNdProxyHost = defineTranslator<HostKey, Record<never, never>>({
  name: "interface-nd-proxy-host",
  path: `${path}/host`,
  keys: { interface: "interface/name", address: "host/address" },
  leafs: [],
  when: () => true,
  messages: [Ip6ndProxyAddDel, Ip6ndProxyDump],
  dependsOn: ({ key: { interface: name } }) => [interfaces.at({ name }), interfaceVrfs.ipv6.at({ name })],
  create: (context, { key }) => setHost(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setHost(context, key, false)),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { swIfIndex, ip } of vpp.dump(Ip6ndProxyDump)) {
      const name = keyOf(interfaces, swIfIndex)?.name;
      if (name !== undefined) yield { key: { interface: name, address: formatIp6(ip) }, value: {} };
    }
  },
});

interface MirrorValue {
  readonly mirror?: boolean;
}

/** The mirror of one interface. VPP has no dump of it, but tells whether the feature that does it is on. */
export const interfaceNdProxyMirror = defineTranslator<InterfaceKey, MirrorValue>({
  name: "interface-nd-proxy-mirror",
  path,
  keys: interfaceKeys,
  leafs: ["mirror"],
  when: (value) => value.mirror === true,
  messages: [Ip6ndProxyEnableDisable, FeatureIsEnabled],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, { key }) => enable(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(enable(context, key, false)),
  reads: [interfaces],
  async *dump(context) {
    const feature = { arcName: "ip6-unicast", featureName: "ip6-unicast-nd-proxy" };
    const asked = Array.from(wantedHandles(context, interfaces), async ([key, swIfIndex]) => {
      const { isEnabled } = await context.vpp.call(FeatureIsEnabled, { ...feature, swIfIndex });
      return { key, isEnabled };
    });
    for (const { key, isEnabled } of await Promise.all(asked)) if (isEnabled) yield { key, value: { mirror: true } };
  },
});

async function setHost({ vpp, handleOf }: TranslatorContext, key: HostKey, isAdd: boolean): Promise<void> {
  const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
  await vpp.call(Ip6ndProxyAddDel, { swIfIndex, isAdd, ip: ip6Bytes(key.address) });
}

async function enable({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, isEnable: boolean): Promise<void> {
  await vpp.call(Ip6ndProxyEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), isEnable });
}
