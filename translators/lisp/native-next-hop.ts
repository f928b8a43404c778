import { GpeAddDelNativeFwdRpath, GpeNativeFwdRpathsGet } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { address, familyOf, formatAddress } from "../ip/addresses.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { lispPath } from "./plane.js";

type Key = { readonly vrf: string; readonly address: string };

interface Value {
  readonly interface: string;
}

/** Where packets go that are natively forwarded. */
export const nativeNextHop = defineTranslator<Key, Value>({
  name: "lisp-native-next-hop",
  path: `${lispPath}/native-next-hop`,
  keys: { vrf: "native-next-hop/vrf", address: "native-next-hop/address" },
  leafs: ["interface"],
  messages: [GpeAddDelNativeFwdRpath, GpeNativeFwdRpathsGet],
  dependsOn: ({ key, value }) => [
    interfaces.at({ name: value.interface }),
    ...tableDependency(familyOf(key.address), key.vrf),
  ],
  create: (context, entry) => addOrDelete(context, entry, true),
  update: "recreate",
  delete: (context, entry) => addOrDelete(context, entry, false),
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    // The message says the opposite of what it is asked for.
    for (const isIp4 of [true, false]) {
      const { entries } = await context.vpp.call(GpeNativeFwdRpathsGet, { isIp4 });
      for (const { fibIndex, nhSwIfIndex, nhAddr } of entries) {
        const text = formatAddress(nhAddr);
        // In spite of its name it is the number of the table.
        const vrf = vrfOfTable(context, familyOf(text), fibIndex);
        const name = context.keyOf(interfaces, nhSwIfIndex)?.name;
        if (vrf !== undefined && name !== undefined) yield { key: { vrf, address: text }, value: { interface: name } };
      }
    }
  },
});

async function addOrDelete(context: TranslatorContext, { key, value }: Entry<Key, Value>, isAdd: boolean) {
  await context.vpp.call(GpeAddDelNativeFwdRpath, {
    isAdd,
    tableId: tableIdOf(context, familyOf(key.address), key.vrf),
    nhSwIfIndex: context.handleOf(interfaces.at({ name: value.interface })),
    nhAddr: address(key.address),
  });
}
