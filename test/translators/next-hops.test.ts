import assert from "node:assert/strict";
import { test } from "node:test";
import { FibPath } from "vpp-binapi-ts/api";
import { ByteReader, ByteWriter } from "vpp-binapi-ts/codec";
import {
  decodePath,
  encodePath,
  type NextHop,
  nextHopOf,
  pathsOf,
  samePaths,
} from "../../translators/routing/next-hops.js";

const indexes = { indexOf: (name: string) => Number(name.slice(4)), tableOf: () => 10 };
const names = { interfaceOf: (index: number) => (index < 100 ? `loop${index}` : undefined), vrfOf: () => "red" };

const nextHops: readonly NextHop[] = [
  { "outgoing-interface": "loop1", "next-hop-address": "192.0.2.1" },
  { "outgoing-interface": "loop1" },
  { "next-hop-address": "192.0.2.1" },
  { "special-next-hop": "blackhole" },
  { "special-next-hop": "receive" },
  { "sweetcomb-routing:lookup-vrf": "red" },
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
    const paths = pathsOf(nextHop).map((path) => throughTheWire(encodePath(path, "ipv4", indexes)));
    const decoded = paths.map((path) => decodePath(path, "ipv4", names)!);
    assert.deepEqual(nextHopOf(decoded), nextHop);
  }
});

test("order and index of next hops do not matter", () => {
  const hop = (index: string, name: string) => ({ index, "outgoing-interface": name });
  const list = (...hops: ReturnType<typeof hop>[]): NextHop => ({ "next-hop-list": { "next-hop": hops } });
  assert.ok(samePaths(list(hop("a", "loop1"), hop("b", "loop2")), list(hop("1", "loop2"), hop("2", "loop1"))));
  assert.ok(samePaths(list(hop("a", "loop1")), { "outgoing-interface": "loop1" }));
  assert.ok(!samePaths(list(hop("a", "loop1")), { "outgoing-interface": "loop2" }));
});

test("a path over an interface that is gone is not a next hop", () => {
  const path = throughTheWire(encodePath(pathsOf(nextHops[0]!)[0]!, "ipv4", { ...indexes, indexOf: () => 100 }));
  assert.equal(decodePath(path, "ipv4", names), undefined);
});

function throughTheWire(path: unknown): FibPath {
  const writer = new ByteWriter();
  FibPath.write(writer, path as FibPath);
  return FibPath.read(new ByteReader(Buffer.from(writer.written())));
}
