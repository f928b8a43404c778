import { AddressFamily, UrpfInterfaceDump, UrpfMode, UrpfUpdateV2 } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import type { Family } from "../ip/addresses.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = { readonly interface: string; readonly family: string; readonly direction: string };

interface Value {
  readonly mode: "loose" | "strict";
  readonly vrf?: string;
}

const modes = { loose: UrpfMode.URPF_API_MODE_LOOSE, strict: UrpfMode.URPF_API_MODE_STRICT } as const;
/** The table that the interface is in when it is asked for; another one later changes nothing. */
const TABLE_OF_INTERFACE = 0xffff_ffff;

/** uRPF of one family and direction. VPP keeps it by index when the interface is deleted. */
export const reversePathCheck = defineTranslator<Key, Value>({
  name: "reverse-path-check",
  path: `${interfacePath}/sweetcomb-services:reverse-path-check`,
  keys: {
    interface: "interface/name",
    family: "reverse-path-check/address-family",
    direction: "reverse-path-check/direction",
  },
  leafs: ["mode", "vrf"],
  messages: [UrpfUpdateV2, UrpfInterfaceDump],
  dependsOn: ({ key: { interface: name, family }, value }) => [
    interfaces.at({ name }),
    interfaceVrfs[family as Family].at({ name }),
    ...tableDependency(family as Family, value.vrf),
  ],
  create: (context, { key, value }) => setMode(context, key, modes[value.mode], value.vrf),
  update: (context, { key, value }) => setMode(context, key, modes[value.mode], value.vrf),
  delete: (context, { key }) => goneIsFine(setMode(context, key, UrpfMode.URPF_API_MODE_OFF, undefined)),
  reads: [interfaces, ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for await (const details of context.vpp.dump(UrpfInterfaceDump, { swIfIndex: NO_INTERFACE })) {
      const name = context.keyOf(interfaces, details.swIfIndex)?.name;
      if (name === undefined || details.mode === UrpfMode.URPF_API_MODE_OFF) continue;
      const family = details.af === AddressFamily.ADDRESS_IP6 ? "ipv6" : "ipv4";
      const vrf = vrfOfTable(context, family, details.tableId);
      yield {
        key: { interface: name, family, direction: details.isInput ? "received" : "sent" },
        value: {
          mode: details.mode === UrpfMode.URPF_API_MODE_STRICT ? "strict" : "loose",
          ...(vrf !== undefined && { vrf }),
        },
      };
    }
  },
  chosenByVpp: ["vrf"],
});

async function setMode(context: TranslatorContext, key: Key, mode: UrpfMode, vrf: string | undefined): Promise<void> {
  const family = key.family as Family;
  await context.vpp.call(UrpfUpdateV2, {
    isInput: key.direction === "received",
    mode,
    af: family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4,
    swIfIndex: context.handleOf(interfaces.at({ name: key.interface })),
    tableId: vrf === undefined ? TABLE_OF_INTERFACE : tableIdOf(context, family, vrf),
  });
}
