import { SwInterfaceGetTable, SwInterfaceSetTable } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { ipTables } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import { wantedHandles } from "../wanted-handles.js";
import type { Family } from "./addresses.js";

interface Value {
  readonly "sweetcomb-routing:vrf"?: string;
}

/** The binding of each interface, which its addresses depend on: VPP refuses to change it while there are any. */
export const interfaceVrfs = {
  ipv4: defineKind<InterfaceKey>("interface-ipv4-vrf", ["name"]),
  ipv6: defineKind<InterfaceKey>("interface-ipv6-vrf", ["name"]),
};

export const interfaceIpv4Vrf = interfaceVrf("ipv4");
export const interfaceIpv6Vrf = interfaceVrf("ipv6");

/** The table of one family that an interface is in. Every interface has one; without a VRF it is table 0. */
function interfaceVrf(family: Family) {
  const table = ipTables[family];
  return defineTranslator<InterfaceKey, Value>({
    name: interfaceVrfs[family].name,
    kind: interfaceVrfs[family],
    path: interfacePath,
    keys: interfaceKeys,
    leafs: ["sweetcomb-routing:vrf"],
    when: () => true,
    messages: [SwInterfaceSetTable, SwInterfaceGetTable],
    dependsOn({ key, value }) {
      const vrf = value["sweetcomb-routing:vrf"];
      return vrf === undefined ? [interfaces.at(key)] : [interfaces.at(key), table.at({ vrf })];
    },
    async create(context, { key, value }) {
      const vrf = value["sweetcomb-routing:vrf"];
      if (vrf !== undefined) await setTable(context, family, key, context.handleOf(table.at({ vrf })));
    },
    update: "recreate",
    async delete(context, { key, value }) {
      if (value["sweetcomb-routing:vrf"] !== undefined) await goneIsFine(setTable(context, family, key, 0));
    },
    reads: [interfaces, table],
    async *dump(context) {
      const bindings = Array.from(wantedHandles(context, interfaces), async ([key, swIfIndex]) => {
        const { vrfId } = await context.vpp.call(SwInterfaceGetTable, { swIfIndex, isIpv6: family === "ipv6" });
        return { key, vrf: context.keyOf(table, vrfId)?.vrf };
      });
      for (const { key, vrf } of await Promise.all(bindings)) {
        yield { key, value: vrf === undefined ? {} : { "sweetcomb-routing:vrf": vrf } };
      }
    },
  });
}

async function setTable(
  { vpp, handleOf }: TranslatorContext,
  family: Family,
  key: InterfaceKey,
  vrfId: number,
): Promise<void> {
  await vpp.call(SwInterfaceSetTable, { swIfIndex: handleOf(interfaces.at(key)), isIpv6: family === "ipv6", vrfId });
}
