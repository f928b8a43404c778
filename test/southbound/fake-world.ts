/**
 * A small world for planner tests: devices of two types with numbered slots, numbered groups, and members that join a device
 * and a group. The fake VPP of it refuses what a real one would: things twice, things without what they need, numbers in use.
 */

import { VppApiError } from "vpp-binapi-ts";
import { ControlPing } from "vpp-binapi-ts/api";
import type { StatsEntry } from "vpp-binapi-ts/stats";
import type { ObjectChange } from "../../src/datastore/southbound-port.js";
import { Journal, memoryJournalStore } from "../../src/southbound/journal.js";
import type { VppLink } from "../../src/southbound/link.js";
import { noLinkChanges } from "../../src/southbound/link-changes.js";
import { createSouthbound, type VppSouthbound } from "../../src/southbound/southbound.js";
import {
  type AnyTranslator,
  type DumpedEntry,
  defineKind,
  defineTranslator,
  type ObjectRef,
} from "../../src/southbound/translator.js";
import { schemaOf } from "./fake-schema.js";

export interface World {
  readonly devices: Readonly<
    Record<
      string,
      { readonly type: "a" | "b"; readonly size: number; readonly slots: Readonly<Record<string, number>> }
    >
  >;
  readonly groups: Readonly<Record<string, number>>;
  readonly members: Readonly<
    Record<string, { readonly device: string; readonly group: string; readonly note: string }>
  >;
}

export const emptyWorld: World = { devices: {}, groups: {}, members: {} };

interface Held {
  readonly ref: ObjectRef;
  readonly value: unknown;
  readonly needs: readonly string[];
  readonly number?: string | undefined;
}

/** What the fake VPP holds, and the faults that it is told to have. */
export class FakeVpp {
  readonly held = new Map<string, Held>();
  /** Every operation in the order of arrival: "create device|d1". */
  readonly log: string[] = [];
  /** Free bytes of its main heap; undefined where its stats segment cannot be read. */
  freeHeap: bigint | undefined;
  /** Bytes of the stats segment itself. */
  segmentBytes = 2n ** 25n;
  /** Number of operations still accepted before one is refused. */
  refuseAfter = Number.POSITIVE_INFINITY;

  /** The heaps as they stand in the stats segment: total, used, free. */
  get stats(): readonly StatsEntry[] | undefined {
    const { freeHeap, segmentBytes } = this;
    if (freeHeap === undefined) return undefined;
    const heap = (name: string, total: bigint, used: bigint): StatsEntry => ({
      name: `/mem/${name}`,
      kind: "simple",
      counters: [[total, used, total - used]],
    });
    const main = 2n ** 30n;
    return [heap("main heap", main, main - freeHeap), heap("stat segment", segmentBytes, 0n)];
  }

  create(ref: ObjectRef, value: unknown, needs: readonly ObjectRef[], number?: string): void {
    this.#count("create", ref);
    if (this.held.has(ref.id)) throw refusal(-81);
    if (needs.some(({ id }) => !this.held.has(id))) throw refusal(-6);
    if (number !== undefined && [...this.held.values()].some((other) => other.number === number)) throw refusal(-105);
    this.held.set(ref.id, { ref, value, needs: needs.map(({ id }) => id), number });
  }

  update(ref: ObjectRef, value: unknown, needs: readonly ObjectRef[] = []): void {
    this.#count("update", ref);
    if (needs.some(({ id }) => !this.held.has(id)) || !this.held.has(ref.id)) throw refusal(-6);
    this.held.set(ref.id, { ref, value, needs: needs.map(({ id }) => id) });
  }

  /** Slots go with their device. */
  delete(ref: ObjectRef): void {
    this.#count("delete", ref);
    if (!this.held.has(ref.id)) throw refusal(-6);
    const users = [...this.held.values()].filter(({ needs }) => needs.includes(ref.id));
    if (users.some(({ ref: user }) => user.kind !== "slot")) throw refusal(-155);
    for (const { ref: slot } of users) this.held.delete(slot.id);
    this.held.delete(ref.id);
  }

  /** What is held, for comparison: ids with values, sorted. */
  get content(): readonly (readonly [string, unknown])[] {
    return [...this.held]
      .map(([id, { value }]) => [id, value] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
  }

  #count(verb: string, { id }: ObjectRef): void {
    this.log.push(`${verb} ${id}`);
    this.refuseAfter -= 1;
    if (this.refuseAfter === -1) throw refusal(-7);
  }
}

export interface WorldSouthbound {
  readonly southbound: VppSouthbound;
  readonly vpp: FakeVpp;
}

/** A south bound over a fake VPP, which has been made equal to a configuration. */
export async function worldSouthbound(vpp = new FakeVpp(), world = emptyWorld): Promise<WorldSouthbound> {
  const caller = { supports: () => true, call: async () => undefined, dump: async function* () {} } as never;
  const link: VppLink = {
    connected: {
      vpp: caller,
      process: { pid: 1, version: "26.06", sinceMs: 0 },
      identity: "1",
      routeSource: 1,
      counters: async () => undefined,
      readStats: async (fits) => vpp.stats?.filter(({ name }) => fits(name)),
      readStat: async (name) => vpp.stats?.find((entry) => entry.name === name),
      linkChanges: noLinkChanges,
    },
    onConnected() {},
    onDisconnected() {},
    onEvent() {},
  };
  const southbound = createSouthbound({
    link,
    translators: translatorsOn(vpp),
    schema: worldSchema,
    journal: await Journal.open(memoryJournalStore()),
    log: { info() {}, warn() {}, error() {} },
    onVppReturned() {},
  });
  await southbound.resync(
    (async function* () {
      yield changesBetween(emptyWorld, world);
    })(),
  );
  return { southbound, vpp };
}

/** The change from one world to another as the datastore would hand it over. */
export function changesBetween(before: World, after: World): ObjectChange[] {
  const [old, now] = [unitsOf(before), unitsOf(after)];
  const changes: ObjectChange[] = [];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(path), now.get(path)];
    if (JSON.stringify(was?.value) === JSON.stringify(is?.value)) continue;
    const { schemaPath, keys } = (is ?? was)!;
    changes.push({ schemaPath, keys, path, before: was?.value ?? null, after: is?.value ?? null });
  }
  return changes;
}

const worldSchema = schemaOf(`
  /w:world container
  /w:world/device list name
  /w:world/device/name string
  /w:world/device/type string
  /w:world/device/size uint32
  /w:world/device/slot list name
  /w:world/device/slot/name string
  /w:world/device/slot/number uint32
  /w:world/group list name
  /w:world/group/name string
  /w:world/group/number uint32
  /w:world/member list name
  /w:world/member/name string
`);

const devices = defineKind<{ device: string }>("device", ["device"]);
const groups = defineKind<{ group: string }>("group", ["group"]);
const slots = defineKind<{ device: string; slot: string }>("slot", ["device", "slot"]);
const members = defineKind<{ member: string }>("member", ["member"]);

function translatorsOn(vpp: FakeVpp): AnyTranslator[] {
  const device = (type: "a" | "b") =>
    defineTranslator<{ device: string }, { type: string; size: number }>({
      name: `device-${type}`,
      kind: devices,
      path: "/w:world/device",
      keys: { device: "device/name" },
      leafs: ["type", "size"],
      when: (value) => value.type === type,
      messages: [ControlPing],
      countersBytes: 2 ** 20,
      create: async (_, { key, value }) => vpp.create(devices.at(key), value, []),
      update: async (_, { key, value }) => vpp.update(devices.at(key), value),
      delete: async (_, { key }) => vpp.delete(devices.at(key)),
      dump: () => dumped(vpp, "device", (value) => (value as { type: string }).type === type),
    });
  const group = defineTranslator<{ group: string }, { number: number }>({
    name: "group",
    kind: groups,
    path: "/w:world/group",
    keys: { group: "group/name" },
    messages: [ControlPing],
    create: async (_, { key, value }) => vpp.create(groups.at(key), value, [], `group ${value.number}`),
    update: "recreate",
    delete: async (_, { key }) => vpp.delete(groups.at(key)),
    dump: () => dumped(vpp, "group"),
  });
  const slot = defineTranslator<{ device: string; slot: string }, { number: number }>({
    name: "slot",
    kind: slots,
    path: "/w:world/device/slot",
    keys: { device: "device/name", slot: "slot/name" },
    messages: [ControlPing],
    partOf: ({ key: { device } }) => devices.at({ device }),
    create: async (_, { key, value }) => {
      vpp.create(slots.at(key), value, [devices.at({ device: key.device })], `slot ${value.number}`);
    },
    update: "recreate",
    delete: async (_, { key }) => vpp.delete(slots.at(key)),
    dump: () => dumped(vpp, "slot"),
  });
  const member = defineTranslator<{ member: string }, { device: string; group: string; note: string }>({
    name: "member",
    kind: members,
    path: "/w:world/member",
    keys: { member: "member/name" },
    messages: [ControlPing],
    dependsOn: ({ value }) => needsOf(value),
    create: async (_, { key, value }) => vpp.create(members.at(key), value, needsOf(value)),
    update: async (_, { key, value }) => vpp.update(members.at(key), value, needsOf(value)),
    delete: async (_, { key }) => vpp.delete(members.at(key)),
    dump: () => dumped(vpp, "member"),
  });
  const needsOf = (value: { device: string; group: string }) => [
    devices.at({ device: value.device }),
    groups.at({ group: value.group }),
  ];
  return [member, slot, group, device("a"), device("b")];
}

async function* dumped(vpp: FakeVpp, kind: string, filter: (value: unknown) => boolean = () => true) {
  for (const { ref, value } of [...vpp.held.values()]) {
    if (ref.kind === kind && filter(value)) yield { key: ref.key, value, owned: true } as DumpedEntry<never, never>;
  }
}

interface Unit {
  readonly schemaPath: string;
  readonly keys: ObjectChange["keys"];
  readonly value: Readonly<Record<string, unknown>>;
}

function unitsOf({ devices, groups, members }: World): Map<string, Unit> {
  const units = new Map<string, Unit>();
  const add = (list: string, name: string, value: Record<string, unknown>) => {
    const keys = [[list, "name", name]] as const;
    units.set(`/w:world/${list}[name='${name}']`, { schemaPath: `/w:world/${list}`, keys, value });
  };
  for (const [name, value] of Object.entries(members)) add("member", name, value);
  for (const [name, { type, size, slots }] of Object.entries(devices)) {
    add("device", name, { name, type, size });
    for (const [slot, number] of Object.entries(slots)) {
      const keys = [
        ["device", "name", name],
        ["slot", "name", slot],
      ] as const;
      const path = `/w:world/device[name='${name}']/slot[name='${slot}']`;
      units.set(path, { schemaPath: "/w:world/device/slot", keys, value: { number } });
    }
  }
  for (const [name, number] of Object.entries(groups)) add("group", name, { number });
  return units;
}

function refusal(code: number): VppApiError {
  return new VppApiError(code, ControlPing, {}, { retval: code });
}
