import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConfiguredObjects, Entry, ObjectKind, ObjectRef } from "../../src/southbound/translator.js";
import { interfaces } from "../../translators/interfaces/interface.js";
import { l2Attachments } from "../../translators/l2/attachment.js";
import { bridgeDomains } from "../../translators/l2/bridge-domain.js";
import { refuseEndlessLoop } from "../../translators/l2/endless-loop.js";

type Object = readonly [ref: ObjectRef, kind: string, key: unknown, value: unknown, dependsOn: readonly ObjectRef[]];

const interfaceOf = (name: string, value: object, on: readonly string[] = []): Object => [
  interfaces.at({ name }),
  interfaces.name,
  { name },
  value,
  on.map((parent) => interfaces.at({ name: parent })),
];
const loopback = (name: string) => interfaceOf(name, { type: "iana-if-type:softwareLoopback" });
const memif = (name: string) => interfaceOf(name, { type: "sweetcomb-interfaces:memif" });
const vlan = (name: string, parent: string) =>
  interfaceOf(name, { type: "iana-if-type:l2vlan", "sweetcomb-sub-interfaces:sub-interface": { parent } });
const end = (name: string, pipe: string) =>
  interfaceOf(name, { type: "sweetcomb-sub-interfaces:pipe-end", "sweetcomb-sub-interfaces:pipe-end": { pipe } }, [
    pipe,
  ]);
const pipe = (name: string) => [end(`${name}-west`, name), end(`${name}-east`, name)];
const attached = (name: string, l2: object, on: readonly ObjectRef[] = []): Object => [
  l2Attachments.at({ name }),
  l2Attachments.name,
  { name },
  { "sweetcomb-l2:l2": l2 },
  on,
];
const port = (name: string, domain: string, more: object = {}) =>
  attached(name, { bridge: { domain, ...more } }, [bridgeDomains.at({ name: domain })]);
const connected = (name: string, to: string) => attached(name, { "cross-connect": to });

function among(objects: readonly Object[]): ConfiguredObjects {
  return {
    configured: <Value>({ id }: ObjectRef) => objects.find(([ref]) => ref.id === id)?.[3] as Value | undefined,
    allConfigured: () => assert.fail("all of a kind are looked at"),
    *dependents<Key, Value>({ id }: ObjectRef, { name }: ObjectKind<Key>): Iterable<Entry<Key, Value>> {
      for (const [, kind, key, value, dependsOn] of objects) {
        if (kind === name && dependsOn.some((ref) => ref.id === id)) yield { key: key as Key, value: value as Value };
      }
    },
    marked: () => assert.fail("marks are looked at"),
    get before(): never {
      return assert.fail("what was before is looked at");
    },
    once: (_name, work) => work(),
  };
}

/** By what they are, the interface that is asked about, whether it is refused, and all objects. */
const cases: Readonly<Record<string, readonly [name: string, isRefused: boolean, objects: readonly Object[]]>> = {
  "both ends of a pipe in one bridge domain": [
    "a-west",
    true,
    [...pipe("a"), port("a-west", "one"), port("a-east", "one")],
  ],
  "both ends of a pipe in one group of a split horizon": [
    "a-west",
    false,
    [
      ...pipe("a"),
      port("a-west", "one", { "split-horizon-group": 1 }),
      port("a-east", "one", { "split-horizon-group": 1 }),
    ],
  ],
  "a pipe between two bridge domains": ["a-west", false, [...pipe("a"), port("a-west", "one"), port("a-east", "two")]],
  "pipes around three bridge domains": [
    "b-east",
    true,
    [
      ...[..."abc"].flatMap(pipe),
      ...[port("a-west", "one"), port("a-east", "two"), port("b-west", "two"), port("b-east", "three")],
      ...[port("c-west", "three"), port("c-east", "one")],
    ],
  ],
  "a pipe with an end that is cross-connected to the other": [
    "a-west",
    true,
    [...pipe("a"), connected("a-west", "a-east")],
  ],
  "two loopbacks that are cross-connected with each other": [
    "x",
    true,
    [loopback("x"), loopback("y"), connected("x", "y"), connected("y", "x")],
  ],
  "VLANs of loopbacks that are cross-connected with each other": [
    "x.1",
    true,
    [
      loopback("x"),
      loopback("y"),
      vlan("x.1", "x"),
      vlan("y.1", "y"),
      connected("x.1", "y.1"),
      connected("y.1", "x.1"),
    ],
  ],
  "VLANs of memifs that are cross-connected with each other": [
    "x.1",
    false,
    [memif("x"), memif("y"), vlan("x.1", "x"), vlan("y.1", "y"), connected("x.1", "y.1"), connected("y.1", "x.1")],
  ],
  "two loopbacks in a bridge domain, to which VPP floods nothing": [
    "x",
    false,
    [loopback("x"), loopback("y"), port("x", "one"), port("y", "one")],
  ],
  "a loopback that is cross-connected to one without a cross-connect": [
    "x",
    false,
    [loopback("x"), loopback("y"), connected("x", "y")],
  ],
};

describe("a ring of interfaces on which a frame would go round for ever", () => {
  for (const [title, [name, isRefused, objects]] of Object.entries(cases)) {
    it(`${isRefused ? "is" : "is not"} ${title}`, () => {
      const refusal = refuseEndlessLoop({ name }, "leaf", among(objects));
      assert.equal(refusal?.leaf, isRefused ? "leaf" : undefined);
    });
  }
});
