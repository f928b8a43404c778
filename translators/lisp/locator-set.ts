import { OneAddDelLocalEid, OneAddDelLocatorSet, OneLocatorDump, OneLocatorSetDump } from "vpp-binapi-ts/api";
import { defineKind, defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { dumpEach } from "../dump-each.js";
import { interfaces } from "../interfaces/interface.js";
import { interfaceIpv4Address, interfaceIpv6Address } from "../ip/interface-address.js";
import { lispPath, lispPlane } from "./plane.js";
import { coverSet, OWN_PREFIX } from "./set-deletion.js";

type Key = { readonly name: string };

interface Value {
  readonly locator?: readonly Locator[];
}

interface Locator {
  readonly interface: string;
  readonly priority?: number;
  readonly weight?: number;
}

/** Locator sets by name. The handle is VPP's index. */
export const locatorSets = defineKind<Key>("lisp-locator-set", ["name"]);

/**
 * Interfaces by which endpoints are reached. Priorities and weights change in place; forwarding is by the interfaces, and does
 * not follow when these change, so that the mappings of the set are made anew with it.
 */
export const locatorSet = defineTranslator<Key, Value>({
  name: locatorSets.name,
  kind: locatorSets,
  path: `${lispPath}/locator-set`,
  keys: { name: "locator-set/name" },
  leafs: ["locator"],
  when: () => true,
  messages: [OneAddDelLocatorSet, OneLocatorSetDump, OneLocatorDump, OneAddDelLocalEid],
  dependsOn: ({ value: { locator = [] } }) => [
    lispPlane.at({}),
    ...locator.map(({ interface: name }) => interfaces.at({ name })),
  ],
  // VPP dies where its way to a remote locator leaves by an interface that has no address of that family (get_locator_pairs).
  afterAll: [interfaceIpv4Address.kind, interfaceIpv6Address.kind],
  create: setLocators,
  canUpdate: (before, after) => namesOf(before) === namesOf(after),
  async update(context, entry) {
    await setLocators(context, entry);
  },
  async delete(context, { key: { name } }) {
    const lsIndex = (await setsThere(context)).get(name);
    if (lsIndex === undefined) return;
    await coverSet(context, name, lsIndex);
    await context.vpp.call(OneAddDelLocatorSet, { isAdd: false, locatorSetName: name });
  },
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    const sets = await listSets(vpp);
    const locators = new Map<number, Locator[]>();
    const ofSet = (lsIndex: number) => vpp.dump(OneLocatorDump, { lsIndex, isIndexSet: true });
    for await (const [lsIndex, { swIfIndex, priority, weight }] of dumpEach(sets.values(), ofSet)) {
      const name = keyOf(interfaces, swIfIndex)?.name;
      if (name === undefined) continue;
      locators.set(lsIndex, [...(locators.get(lsIndex) ?? []), { interface: name, priority, weight }]);
    }
    for (const [name, handle] of sets) {
      if (name.startsWith(OWN_PREFIX)) continue;
      yield { key: { name }, value: { locator: locators.get(handle) ?? [] }, handle };
    }
  },
  matches: (configured, dumped) => comparable(configured) === comparable(dumped),
});

/** Indexes of the sets that have a name, which are those of local mappings. VPP lists all, whichever it is asked for. */
export async function listSets(vpp: TranslatorContext["vpp"]): Promise<ReadonlyMap<string, number>> {
  const sets = new Map<string, number>();
  for await (const { lsName, lsIndex } of vpp.dump(OneLocatorSetDump)) {
    if (!lsName.startsWith("<remote-")) sets.set(lsName, lsIndex);
  }
  return sets;
}

/** The same for all who ask at the same time. */
export function setsThere({ together, vpp }: TranslatorContext): Promise<ReadonlyMap<string, number>> {
  return together("lisp locator sets", () => listSets(vpp));
}

/** VPP replaces the locators of a set that is there. */
async function setLocators({ vpp, handleOf }: TranslatorContext, { key, value }: Entry<Key, Value>): Promise<number> {
  const locators = (value.locator ?? []).map(({ interface: name, priority = 1, weight = 1 }) => ({
    swIfIndex: handleOf(interfaces.at({ name })),
    priority,
    weight,
  }));
  return (await vpp.call(OneAddDelLocatorSet, { isAdd: true, locatorSetName: key.name, locators })).lsIndex;
}

function namesOf({ locator = [] }: Value): string {
  return JSON.stringify(locator.map((each) => each.interface).sort());
}

/** The order of the locators says nothing. */
function comparable({ locator = [] }: Value): string {
  const parts = locator.map(({ interface: name, priority = 1, weight = 1 }) =>
    JSON.stringify([name, priority, weight]),
  );
  return parts.sort().join();
}
