/** DHCPv6 on interfaces. VPP does not tell which interfaces have it. */

import {
  CliInband,
  Dhcp6ClientEnableDisable,
  Dhcp6ClientsEnableDisable,
  Dhcp6PdClientEnableDisable,
  Ip6AddDelAddressUsingPrefix,
  SwInterfaceIp6EnableDisable,
} from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { refuseOnPackets, refuseWithoutAddress } from "../interfaces/frames.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { ip6Bytes } from "../ip/addresses.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { releaseIpv6 } from "../ip/ipv6-enabled.js";
import { goneIsFine } from "../vpp-answers.js";

interface Settings {
  readonly "sweetcomb-dhcp:dhcp"?: { readonly "ipv6-client"?: boolean; readonly "prefix-group"?: string };
}

const listening = [Dhcp6ClientsEnableDisable, SwInterfaceIp6EnableDisable, CliInband];

/** A client for IPv6 addresses (IA_NA). */
export const ipv6AddressClient = defineTranslator<InterfaceKey, Settings>({
  name: "dhcp-ipv6-address-client",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-dhcp:dhcp/ipv6-client"],
  when: (value) => value["sweetcomb-dhcp:dhcp"]?.["ipv6-client"] === true,
  messages: [Dhcp6ClientEnableDisable, ...listening],
  dependsOn: ({ key }) => [interfaces.at(key), interfaceVrfs.ipv6.at(key)],
  validateTogether: ({ key }, objects) => refuseOnPackets(objects, key.name, "sweetcomb-dhcp:dhcp/ipv6-client"),
  async create(context, { key }) {
    await refuseWithoutAddress(context, key.name, "sweetcomb-dhcp:dhcp/ipv6-client");
    await enableClient(context, key, true);
  },
  update: "recreate",
  async delete(context, { key }) {
    await goneIsFine(enableClient(context, key, false));
    await releaseIpv6(context, key);
    await goOnListening(context);
  },
  dump: "unreadable",
});

/** A client for IPv6 prefixes (IA_PD). */
export const ipv6PrefixClient = defineTranslator<InterfaceKey, Settings>({
  name: "dhcp-ipv6-prefix-client",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-dhcp:dhcp/prefix-group"],
  messages: [Dhcp6PdClientEnableDisable, ...listening],
  dependsOn: ({ key }) => [interfaces.at(key), interfaceVrfs.ipv6.at(key)],
  validateTogether: ({ key }, objects) => refuseOnPackets(objects, key.name, "sweetcomb-dhcp:dhcp/prefix-group"),
  async create(context, entry) {
    await refuseWithoutAddress(context, entry.key.name, "sweetcomb-dhcp:dhcp/prefix-group");
    await enablePrefixClient(context, entry, true);
  },
  update: "recreate",
  async delete(context, entry) {
    await goneIsFine(enablePrefixClient(context, entry, false));
    await releaseIpv6(context, entry.key);
    await goOnListening(context);
  },
  dump: "unreadable",
});

type AddressKey = { readonly interface: string; readonly group: string; readonly address: string };

interface AddressValue {
  readonly "prefix-length": number;
}

/** An address whose first bits are those of a delegated prefix. */
export const delegatedAddress = defineTranslator<AddressKey, AddressValue>({
  name: "dhcp-delegated-address",
  path: `${interfacePath}/sweetcomb-dhcp:dhcp/delegated-address`,
  keys: {
    interface: "interface/name",
    group: "delegated-address/prefix-group",
    address: "delegated-address/address",
  },
  leafs: ["prefix-length"],
  messages: [Ip6AddDelAddressUsingPrefix],
  dependsOn: ({ key }) => [interfaces.at({ name: key.interface })],
  create: (context, entry) => setAddress(context, entry, true),
  update: "recreate",
  delete: (context, entry) => goneIsFine(setAddress(context, entry, false)),
  dump: "unreadable",
});

/** With the last client of its kind VPP 26.06 stops hearing the servers of the other kind, too. */
async function goOnListening({ vpp }: TranslatorContext): Promise<void> {
  for (const cmd of ["show dhcp6 clients", "show ip6 pd clients"]) {
    const { reply } = await vpp.call(CliInband, { cmd });
    if (/sw_if_index: \d/.test(reply)) await vpp.call(Dhcp6ClientsEnableDisable, { enable: true });
  }
}

async function enableClient({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, enable: boolean): Promise<void> {
  await vpp.call(Dhcp6ClientEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enable });
}

async function enablePrefixClient(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Settings>,
  enable: boolean,
): Promise<void> {
  const prefixGroup = value["sweetcomb-dhcp:dhcp"]?.["prefix-group"] ?? "";
  await vpp.call(Dhcp6PdClientEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), prefixGroup, enable });
}

async function setAddress(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<AddressKey, AddressValue>,
  isAdd: boolean,
): Promise<void> {
  await vpp.call(Ip6AddDelAddressUsingPrefix, {
    swIfIndex: handleOf(interfaces.at({ name: key.interface })),
    prefixGroup: key.group,
    addressWithPrefix: { address: ip6Bytes(key.address), len: value["prefix-length"] },
    isAdd,
  });
}
