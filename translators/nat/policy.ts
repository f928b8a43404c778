/** Pools, timers and prefixes of an instance are one object: mappings need them, whichever of the pools they are from. */

import type { Message } from "vpp-binapi-ts";
import { IpAddressDump } from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineTranslator,
  type ObjectRef,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { allOrNone, type Step } from "../all-or-none.js";
import { interfaces } from "../interfaces/interface.js";
import { type Family, formatAddress } from "../ip/addresses.js";
import { refuseOutsideAddresses } from "../ip/own-tunnel-ends.js";
import { ipTables } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";
import {
  type AddressRange,
  addressNumber,
  type PoolUse,
  prefixesOfRange,
  rangesOf,
  withoutRanges,
} from "./address-ranges.js";
import {
  type InstanceKey,
  type InstanceValue,
  instanceKeys,
  instanceOf,
  instancePath,
  instancesOf,
  type NatPlugin,
  natInstances,
  natPolicies,
  pluginLeafs,
  pluginOf,
} from "./instance.js";
import { outsideMarks, outsideOfPolicy } from "./outside-addresses.js";
import {
  emptyPolicy,
  type InterfaceAddress,
  type Nat64Prefix,
  type Policy,
  type PolicyLimits,
  type PolicyValue,
  type PortSet,
  policyMembers,
  policyOf,
  poolsOf,
  refusePolicy,
  type Timers,
} from "./policy-value.js";
import { vrfRefs } from "./vrf.js";

export interface PoolAddress extends PoolUse {
  readonly address: number;
}

/** What a plugin has of a policy. */
export interface PolicyDefinition extends PolicyLimits {
  readonly plugin: NatPlugin;
  /** Family of the VRFs. */
  readonly family: Family;
  readonly members: InstanceValue;
  readonly messages: readonly Message<unknown>[];
  validateTogether?(key: InstanceKey, objects: ConfiguredObjects): Refusal | undefined;
  setTimers(context: TranslatorContext, timers: Timers): Promise<unknown>;
  timers(context: TranslatorContext): Promise<Timers>;
  setRange?(context: TranslatorContext, range: AddressRange, isAdd: boolean): Promise<unknown>;
  /** Every address of every pool, those of interfaces too. */
  poolAddresses?(context: TranslatorContext): AsyncIterable<PoolAddress>;
  setInterfaceAddress?(context: TranslatorContext, address: InterfaceAddress, isAdd: boolean): Promise<unknown>;
  /** Undefined where VPP does not tell: then those that are configured count. */
  interfaceAddresses?(
    context: TranslatorContext,
  ): AsyncIterable<{ readonly swIfIndex: number; readonly twiceNat: boolean }>;
  setPrefix?(context: TranslatorContext, prefix: Nat64Prefix, isAdd: boolean): Promise<unknown>;
  prefixes?(context: TranslatorContext): AsyncIterable<Nat64Prefix>;
  setPortSet?(context: TranslatorContext, ports: PortSet): Promise<unknown>;
  portSet?(context: TranslatorContext): Promise<PortSet>;
}

export function definePolicy(definition: PolicyDefinition) {
  const { plugin, family, members, messages } = definition;
  return defineTranslator<InstanceKey, PolicyValue>({
    name: `${plugin}-policy`,
    kind: natPolicies,
    path: instancePath,
    keys: instanceKeys,
    leafs: [...pluginLeafs, "policy"],
    when: (value) => pluginOf(value) === plugin,
    messages,
    validate: ({ value }) => refusePolicy(value, definition),
    marks: ({ value }) => outsideMarks(outsideOfPolicy(value)),
    validateTogether: ({ key, value }, objects) =>
      definition.validateTogether?.(key, objects) ??
      poolsOf(value).reduce<Refusal | undefined>(
        (refusal, { leaf, range }) => refusal ?? refuseOutsideAddresses(prefixesOfRange(range), leaf, objects),
        undefined,
      ),
    dependsOn: ({ key, value }) => [instanceOf(key), ...neededBy(policyOf(value), family)],
    create: (context, { value }) => change(context, definition, emptyPolicy, policyOf(value)),
    update: (context, { value }, before) => change(context, definition, policyOf(before), policyOf(value)),
    delete: (context, { value }) => change(context, definition, policyOf(value), emptyPolicy),
    reads: [natInstances, interfaces, ipTables[family]],
    async *dump(context) {
      for (const { key } of instancesOf(context, plugin)) {
        const configured = context.configured<PolicyValue>(natPolicies.at(key));
        const held = await heldPolicy(context, definition, configured);
        // VPP does not know how pools were given, and in which policy: where all is as configured, that is shown.
        const isAsConfigured = configured !== undefined && samePolicy(policyOf(configured), held);
        yield { key, value: isAsConfigured ? configured : { ...members, ...policyMembers(held) } };
      }
    },
    matches: (configured, dumped) => samePolicy(policyOf(configured), policyOf(dumped)),
  });
}

function neededBy({ ranges, interfaceAddresses, prefixes }: Policy, family: Family): ObjectRef[] {
  return [
    ...vrfRefs(family, ...ranges.map(({ vrf }) => vrf), ...prefixes.map(({ vrf }) => vrf)),
    ...interfaceAddresses.map(({ interface: name }) => interfaces.at({ name })),
  ];
}

function change(
  context: TranslatorContext,
  definition: PolicyDefinition,
  before: Policy,
  after: Policy,
): Promise<void> {
  const { setRange, setInterfaceAddress, setPrefix, setPortSet, setTimers } = definition;
  const addresses = sameJson(before.ranges, after.ranges)
    ? { removed: [], added: [] }
    : { removed: withoutRanges(before.ranges, after.ranges), added: withoutRanges(after.ranges, before.ranges) };
  return allOrNone([
    ...addedAndRemoved(addresses.removed, addresses.added, (range, isAdd) => setRange?.(context, range, isAdd)),
    ...differing(before.interfaceAddresses, after.interfaceAddresses, (address, isAdd) =>
      setInterfaceAddress?.(context, address, isAdd),
    ),
    ...differing(before.prefixes, after.prefixes, (prefix, isAdd) => setPrefix?.(context, prefix, isAdd)),
    ...changed(before.portSet, after.portSet, (ports) => setPortSet?.(context, ports)),
    ...changed(before.timers, after.timers, (timers) => setTimers(context, timers)),
  ]);
}

type Set<Item> = (item: Item, isAdd: boolean) => Promise<unknown> | undefined;

function differing<Item>(before: readonly Item[], after: readonly Item[], set: Set<Item>): Step[] {
  const lacks = (items: readonly Item[], item: Item) => !items.some((other) => sameJson(other, item));
  return addedAndRemoved(
    before.filter((item) => lacks(after, item)),
    after.filter((item) => lacks(before, item)),
    set,
  );
}

function addedAndRemoved<Item>(removed: readonly Item[], added: readonly Item[], set: Set<Item>): Step[] {
  const step = (item: Item, isAdd: boolean): Step => ({
    do: async () => (isAdd ? set(item, true) : goneIsFine(Promise.resolve(set(item, false)))),
    undo: async () => set(item, !isAdd),
  });
  return [...removed.map((item) => step(item, false)), ...added.map((item) => step(item, true))];
}

function changed<Item>(before: Item, after: Item, set: (item: Item) => Promise<unknown> | undefined): Step[] {
  if (sameJson(before, after)) return [];
  return [{ do: async () => set(after), undo: async () => set(before) }];
}

async function heldPolicy(
  context: TranslatorContext,
  definition: PolicyDefinition,
  configured: PolicyValue | undefined,
): Promise<Policy> {
  const assumed = policyOf(configured ?? definition.members).interfaceAddresses;
  const found =
    definition.interfaceAddresses === undefined ? undefined : await all(definition.interfaceAddresses(context));
  const interfaceAddresses =
    found?.map(({ swIfIndex, twiceNat }) => ({ interface: nameOf(context, swIfIndex), twiceNat })) ?? assumed;
  const own = await addressesOf(context, interfaceAddresses);
  const addresses = definition.poolAddresses === undefined ? [] : await all(definition.poolAddresses(context));
  return {
    ranges: rangesOf(addresses.filter(({ address, twiceNat }) => !own.has(`${address} ${twiceNat}`))),
    interfaceAddresses,
    prefixes: definition.prefixes === undefined ? [] : await all(definition.prefixes(context)),
    portSet: (await definition.portSet?.(context)) ?? {},
    timers: await definition.timers(context),
  };
}

/** Addresses that VPP put into a pool because an interface has them. */
async function addressesOf(
  context: TranslatorContext,
  list: readonly InterfaceAddress[],
): Promise<ReadonlySet<string>> {
  const handles = new Map(Array.from(context.handles(interfaces), ([{ name }, swIfIndex]) => [name, swIfIndex]));
  const own = new Set<string>();
  for (const { interface: name, twiceNat } of list) {
    const swIfIndex = handles.get(name);
    if (swIfIndex === undefined) continue;
    for await (const { prefix } of context.vpp.dump(IpAddressDump, { swIfIndex, isIpv6: false })) {
      own.add(`${addressNumber(formatAddress(prefix.address))} ${twiceNat}`);
    }
  }
  return own;
}

function nameOf(context: TranslatorContext, swIfIndex: number): string {
  return context.keyOf(interfaces, swIfIndex)?.name ?? `sw_if_index ${swIfIndex}`;
}

/** Ranges count by their addresses, the rest by its members in any order. */
function samePolicy(one: Policy, other: Policy): boolean {
  return (
    withoutRanges(one.ranges, other.ranges).length === 0 &&
    withoutRanges(other.ranges, one.ranges).length === 0 &&
    sameMembers(one.interfaceAddresses, other.interfaceAddresses) &&
    sameMembers(one.prefixes, other.prefixes) &&
    sameJson(one.portSet, other.portSet) &&
    sameJson(one.timers, other.timers)
  );
}

function sameMembers<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item) => other.some((candidate) => sameJson(item, candidate)));
}

/** Plain data that says the same; members of objects in any order. */
function sameJson(one: unknown, other: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, member) =>
      typeof member === "object" && !Array.isArray(member) ? Object.fromEntries(Object.entries(member).sort()) : member,
    );
  return text(one) === text(other);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
