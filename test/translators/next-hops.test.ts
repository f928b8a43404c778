import assert from "node:assert/strict";
import { test } from "node:test";
import { FibPath } from "vpp-binapi-ts/api";
import { ByteReader, ByteWriter } from "vpp-binapi-ts/codec";
import type { ObjectKind, ObjectRef } from "../../src/southbound/translator.js";
import { type NextHop, nextHopOf, pathsOf, sameNextHops } from "../../translators/routing/next-hops.js";
import { decodePath, encodePath } from "../../translators/routing/path.js";

/** loop1 has sw_if_index 1; the table of red is number 10. */
const indexes = {
  configured: () => undefined,
  handleOf: ({ key }: ObjectRef) => (key.vrf === undefined ? Number(key.name!.slice(4)) : 10),
};
const names = {
  keyOf<Key>({ name }: ObjectKind<Key>, handle: number): Key | undefined {
    const key = name === "interface" ? { name: `loop${handle}` } : { vrf: "red" };
    return handle < 100 ? (key as Key) : undefined;
  },
};
const place = { family: "ipv4", vrf: "default" } as const;

const nextHops: readonly NextHop[] = [
  { "outgoing-interface": "loop1", "next-hop-address": "192.0.2.1" },
  { "outgoing-interface": "loop1" },
  { "next-hop-address": "192.0.2.1" },
  { "special-next-hop": "blackhole" },
  { "special-next-hop": "receive" },
  { "sweetcomb-routing:lookup-vrf": "red" },
  { "sweetcomb-routing:lookup-vrf": "default" },
  { "sweetcomb-routing:dvr-interface": "loop1" },
  { "sweetcomb-routing:receiving-interface": "loop1" },
  { "next-hop-address": "192.0.2.1", "sweetcomb-routing:resolve-in-vrf": "red" },
  {
    "outgoing-interface": "loop1",
    "next-hop-address": "192.0.2.1",
    "sweetcomb-routing:mpls-label-stack": {
      entry: [
        { id: 0, label: 100, ttl: 64, "traffic-class": 3 },
        { id: 1, label: "ietf-routing-types:ipv4-explicit-null-label", ttl: 0, "traffic-class": 0 },
      ],
    },
  },
  {
    "next-hop-list": {
      "next-hop": [
        { index: "1", "outgoing-interface": "loop1", "sweetcomb-routing:weight": 1, "sweetcomb-routing:preference": 0 },
        {
          index: "2",
          "next-hop-address": "192.0.2.2",
          "sweetcomb-routing:weight": 7,
          "sweetcomb-routing:preference": 1,
        },
      ],
    },
  },
];

test("next hops come back from the bytes that VPP gets", () => {
  for (const nextHop of nextHops) {
    const paths = pathsOf(nextHop, place).map((path) => throughTheWire(encodePath(indexes, path)));
    const decoded = paths.map((path) => decodePath(names, path)!);
    assert.deepEqual(nextHopOf(decoded, place.vrf), nextHop);
  }
});

test("order and index of next hops do not matter", () => {
  const same = (one: NextHop, other: NextHop) => sameNextHops(one, other, "ipv4");
  const hop = (index: string, name: string) => ({ index, "outgoing-interface": name });
  const list = (...hops: ReturnType<typeof hop>[]): NextHop => ({ "next-hop-list": { "next-hop": hops } });
  assert.ok(same(list(hop("a", "loop1"), hop("b", "loop2")), list(hop("1", "loop2"), hop("2", "loop1"))));
  assert.ok(same(list(hop("a", "loop1")), { "outgoing-interface": "loop1" }));
  assert.ok(!same(list(hop("a", "loop1")), { "outgoing-interface": "loop2" }));
});

test("a path over an interface that is gone is not a next hop", () => {
  const [path] = pathsOf({ "outgoing-interface": "loop100" }, place);
  assert.equal(decodePath(names, throughTheWire(encodePath(indexes, path!))), undefined);
});

function throughTheWire(path: unknown): FibPath {
  const writer = new ByteWriter();
  FibPath.write(writer, path as FibPath);
  return FibPath.read(new ByteReader(Buffer.from(writer.written())));
}
