import { BierRouteAddDel, BierRouteDump, BierTableDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { familyOf } from "../ip/addresses.js";
import { defaultVrf, tableDependency } from "../routing/ip-table.js";
import { encodePath } from "../routing/path.js";
import { bierTables, type TableKey, type TableValue, wireTable } from "./table.js";

type Key = TableKey & { readonly position: string };

interface NextHop {
  readonly address: string;
  readonly vrf?: string;
  readonly label: number;
}

interface Value {
  readonly "next-hop"?: readonly NextHop[];
}

const routes = defineKind<Key>("bier-route", ["subDomain", "length", "position"]);

/** Where packets for one receiver go. VPP looks at no end of the bits: positions behind it are refused by the model. */
export const bierRoute = defineTranslator<Key, Value>({
  name: routes.name,
  kind: routes,
  path: "/sweetcomb-bier:bier/table/route",
  keys: { subDomain: "table/sub-domain", length: "table/bit-string-length", position: "route/bit-position" },
  leafs: ["next-hop"],
  messages: [BierRouteAddDel, BierRouteDump, BierTableDump],
  dependsOn: ({ key, value }) => [
    tableOf(key),
    ...(value["next-hop"] ?? []).flatMap(({ address, vrf }) => tableDependency(familyOf(address), vrf)),
  ],
  create: replacePaths,
  update: replacePaths,
  delete: (context, { key }) => replacePaths(context, { key, value: {} }),
  reads: [bierTables],
  async *dump({ vpp }) {
    const tables = [];
    for await (const { btTblId } of vpp.dump(BierTableDump)) tables.push(btTblId);
    for (const brTblId of tables) {
      const [subDomain, length] = [String(brTblId.btSubDomain), String(64 << brTblId.btHdrLenId)];
      for await (const { brRoute } of vpp.dump(BierRouteDump, { brTblId })) {
        yield { key: { subDomain, length, position: String(brRoute.brBp) }, value: {} };
      }
    }
  },
  // VPP 26.06 says that there are no paths.
  unreadable: ["next-hop"],
});

function tableOf({ subDomain, length }: Key) {
  return bierTables.at({ subDomain, length });
}

/** No paths delete the route; VPP takes that for one that is not there, too. */
async function replacePaths(context: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<void> {
  // Sets of one sub-domain are the same to VPP.
  const set = context.configured<TableValue>(tableOf(key))?.set;
  const brPaths = (value["next-hop"] ?? []).map(({ address, vrf = defaultVrf, label }) => {
    const via = {
      kind: "hop",
      family: familyOf(address),
      interface: undefined,
      address,
      vrf,
      resolveVia: undefined,
    } as const;
    const labels = [{ label, ttl: 0, trafficClass: 0, isUniform: false }];
    return encodePath(context, { via, weight: 1, preference: 0, labels });
  });
  const brRoute = { brBp: Number(key.position), brTblId: wireTable(key, set), brPaths };
  await context.vpp.call(BierRouteAddDel, { brIsAdd: true, brIsReplace: true, brRoute });
}
