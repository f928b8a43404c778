import { IpPathMtuGet, IpPathMtuUpdate } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { address, familyOf, formatAddress } from "../ip/addresses.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { withdrawMessages, withdrawRoutes } from "../routing/withdraw-routes.js";

type Key = { readonly vrf: string; readonly address: string };

/** The MTU of the path to a host. */
export const pathMtu = defineTranslator<Key, { readonly mtu: number }>({
  name: "path-mtu",
  path: "/sweetcomb-ip:ip/path-mtu",
  keys: { vrf: "path-mtu/vrf", address: "path-mtu/address" },
  leafs: ["mtu"],
  messages: [IpPathMtuUpdate, IpPathMtuGet, ...withdrawMessages],
  dependsOn: ({ key }) => tableDependency(familyOf(key.address), key.vrf),
  create: (context, { key, value }) => setMtu(context, key, value.mtu),
  update: (context, { key, value }) => setMtu(context, key, value.mtu),
  async delete(context, { key }) {
    await setMtu(context, key, NONE);
    // VPP 26.06 forgets to take back what it has put into the table, and ends when the table goes.
    const family = familyOf(key.address);
    const tableId = tableIdOf(context, family, key.vrf);
    const prefixes = [`${key.address}/${family === "ipv6" ? 128 : 32}`];
    await withdrawRoutes(context.vpp, { source: "path-mtu", tableId, prefixes });
  },
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for await (const { pmtu } of context.vpp.dump(IpPathMtuGet, { cursor: 0 })) {
      const host = formatAddress(pmtu.nh);
      const vrf = vrfOfTable(context, familyOf(host), pmtu.tableId);
      if (vrf !== undefined) yield { key: { vrf, address: host }, value: { mtu: pmtu.pathMtu } };
    }
  },
});

/** With this MTU VPP forgets the path. */
const NONE = 0;

async function setMtu(context: TranslatorContext, key: Key, mtu: number): Promise<void> {
  const tableId = tableIdOf(context, familyOf(key.address), key.vrf);
  await context.vpp.call(IpPathMtuUpdate, { pmtu: { nh: address(key.address), tableId, pathMtu: mtu } });
}
