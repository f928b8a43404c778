import { Nat44EdAddDelVrfRoute, Nat44EdAddDelVrfTable, Nat44EdVrfTablesV2Dump } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../../src/southbound/translator.js";
import { allOrNone, type Step } from "../../all-or-none.js";
import { ipTables } from "../../routing/ip-table.js";
import { goneIsFine } from "../../vpp-answers.js";
import { type InstanceKey, instanceKeys, instanceOf, instancePath, instancesOf } from "../instance.js";
import { defaultVrf, namedVrf, vrfId, vrfName, vrfRefs } from "../vrf.js";

type Key = InstanceKey & { readonly vrf: string };

interface Value {
  readonly "to-vrf"?: readonly string[];
}

/** The VRFs that inside hosts of one VRF reach: in VPP a table with its routes. */
export const nat44VrfRoute = defineTranslator<Key, Value>({
  name: "nat44-vrf-route",
  path: `${instancePath}/sweetcomb-nat:nat44/vrf-route`,
  keys: { ...instanceKeys, vrf: "vrf-route/vrf" },
  leafs: ["to-vrf"],
  when: () => true,
  messages: [Nat44EdAddDelVrfTable, Nat44EdAddDelVrfRoute, Nat44EdVrfTablesV2Dump],
  dependsOn: ({ key, value }) => [
    instanceOf(key),
    ...vrfRefs("ipv4", ...[key.vrf, ...(value["to-vrf"] ?? [])].map(namedVrf)),
  ],
  async create(context, { key, value }) {
    await allOrNone(stepsToMake(context, key, value["to-vrf"] ?? []));
  },
  // VPP 26.06 shows as many routes as the table ever had, from memory of others behind those that are left: a table that loses one is made anew.
  async update(context, { key, value }, before) {
    const [wanted, had] = [value["to-vrf"] ?? [], before["to-vrf"] ?? []];
    const added = wanted.filter((vrf) => !had.includes(vrf));
    if (had.every((vrf) => wanted.includes(vrf))) return allOrNone(stepsToAdd(context, key, added));
    await allOrNone([stepToDelete(context, key, had), ...stepsToMake(context, key, wanted)]);
  },
  // VPP forgets the routes with the table.
  delete: (context, { key }) => goneIsFine(setTable(context, key, false)),
  reads: [ipTables.ipv4],
  async *dump(context) {
    for (const { key } of instancesOf(context, "nat44-ed")) {
      for await (const { tableVrfId, vrfIds } of context.vpp.dump(Nat44EdVrfTablesV2Dump)) {
        const name = (id: number) => vrfName(context, "ipv4", id) ?? (id === 0 ? defaultVrf : String(id));
        const toVrf = vrfIds.map(name);
        yield { key: { ...key, vrf: name(tableVrfId) }, value: toVrf.length > 0 ? { "to-vrf": toVrf } : {} };
      }
    }
  },
  matches: (configured, dumped) => sorted(configured) === sorted(dumped),
});

function sorted({ "to-vrf": vrfs = [] }: Value): string {
  return JSON.stringify([...vrfs].sort());
}

function stepToDelete(context: TranslatorContext, key: Key, had: readonly string[]): Step {
  const makeAgain = async () => {
    for (const step of stepsToMake(context, key, had)) await step.do();
  };
  return { do: () => setTable(context, key, false), undo: makeAgain };
}

function stepsToMake(context: TranslatorContext, key: Key, vrfs: readonly string[]): readonly Step[] {
  const table = { do: () => setTable(context, key, true), undo: () => setTable(context, key, false) };
  return [table, ...stepsToAdd(context, key, vrfs)];
}

function stepsToAdd(context: TranslatorContext, key: Key, vrfs: readonly string[]): readonly Step[] {
  const set = (vrf: string, isAdd: boolean) =>
    context.vpp.call(Nat44EdAddDelVrfRoute, {
      tableVrfId: numberOf(context, key.vrf),
      vrfId: numberOf(context, vrf),
      isAdd,
    });
  return vrfs.map((vrf) => ({ do: () => set(vrf, true), undo: () => set(vrf, false) }));
}

function setTable(context: TranslatorContext, { vrf }: Key, isAdd: boolean): Promise<unknown> {
  return context.vpp.call(Nat44EdAddDelVrfTable, { tableVrfId: numberOf(context, vrf), isAdd });
}

function numberOf(context: TranslatorContext, vrf: string): number {
  return vrfId(context, "ipv4", namedVrf(vrf), 0);
}
