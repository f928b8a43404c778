import assert from "node:assert/strict";
import { test } from "node:test";
import {
  namesLike,
  readAclCounters,
  readInterfaceCounters,
  readNodeErrors,
  readRouteCounters,
  readSums,
  readSystemCounters,
  StatsSegment,
} from "../../src/stats/index.js";
import { SegmentBuilder } from "../support/segment-builder.js";

type Counters = readonly (readonly [bigint, bigint])[];

const one: Counters = [[1n, 10n]];

function segmentOf(fill: (builder: SegmentBuilder) => void): StatsSegment {
  const builder = new SegmentBuilder();
  fill(builder);
  return new StatsSegment(builder.bytes());
}

test("a star in a pattern stands for any characters, and nothing else has a meaning", () => {
  assert.ok(namesLike("/acl/*/matches")("/acl/12/matches"));
  assert.ok(!namesLike("/acl/*/matches")("/acl/12/matches/more"));
  assert.ok(namesLike("/nat44-ed/*")("/nat44-ed/in2out/fastpath/tcp"));
  assert.ok(namesLike("/if/rx")("/if/rx"));
  assert.ok(!namesLike("/if/r.")("/if/rx"));
});

test("interfaces are listed with their names and counters; deleted ones are not", async () => {
  const stats = segmentOf((builder) => {
    builder.names("/if/names", ["local0", undefined, "loop0"]);
    const threads = [
      [
        [0n, 0n],
        [9n, 9n],
        [1n, 100n],
      ],
      [
        [0n, 0n],
        [9n, 9n],
        [2n, 200n],
      ],
    ] as const;
    builder.combined("/if/rx", threads);
    builder.simple("/if/drops", [[0n, 9n, 5n]]);
  });
  const interfaces = await readInterfaceCounters(stats);
  assert.deepEqual(
    interfaces.map(({ swIfIndex, name }) => [swIfIndex, name]),
    [
      [0, "local0"],
      [2, "loop0"],
    ],
  );
  assert.deepEqual(interfaces[1]!.rx, { packets: 3n, bytes: 300n });
  assert.equal(interfaces[1]!.drops, 5n);
  assert.deepEqual(interfaces[1]!.tx, { packets: 0n, bytes: 0n });
});

test("routes are counted by their stats index", async () => {
  const stats = segmentOf((builder) => {
    builder.combined("/net/route/to", [
      [
        [0n, 0n],
        [4n, 40n],
      ],
    ]);
    builder.combined("/net/route/via", [one]);
  });
  const { to, via } = await readRouteCounters(stats);
  assert.deepEqual(to[1], { packets: 4n, bytes: 40n });
  assert.deepEqual(via, [{ packets: 1n, bytes: 10n }]);
});

test("rules of an ACL are counted by its index and their position", async () => {
  const stats = segmentOf((builder) => {
    builder.combined("/acl/3/matches", [one, one]);
    builder.combined("/acl/10/matches", [[]]);
  });
  assert.deepEqual(
    await readAclCounters(stats),
    new Map([
      [3, [{ packets: 2n, bytes: 20n }]],
      [10, []],
    ]),
  );
});

test("errors of nodes are listed when they were met", async () => {
  const stats = segmentOf((builder) => {
    builder.simple("/node/errors", [
      [0n, 3n, 1n],
      [0n, 4n, 0n],
    ]);
    builder.symlink("/err/ip4-input/ip4 ttl <= 1", 0, 1);
    builder.symlink("/err/ip4-input/no error", 0, 0);
    builder.symlink("/err/arp/bad/odd reason", 0, 2);
  });
  assert.deepEqual(await readNodeErrors(stats), [
    { node: "ip4-input", reason: "ip4 ttl <= 1", count: 7n },
    { node: "arp", reason: "bad/odd reason", count: 1n },
  ]);
});

test("what VPP says about itself", async () => {
  const stats = segmentOf((builder) => {
    builder.scalar("/sys/heartbeat", 5n);
    builder.scalar("/sys/boottime", 1_795_361_505n);
    builder.gauge("/sys/num_worker_threads", 1n);
    builder.gauge("/sys/vector_rate", 7n);
    builder.simple("/sys/vector_rate_per_worker", [[3n, 11n]]);
  });
  assert.deepEqual(await readSystemCounters(stats), {
    heartbeat: 5n,
    bootTime: 1_795_361_505n,
    workers: 1n,
    vectorRate: 7n,
    vectorRatePerThread: [3n, 11n],
  });
});

test("counters of a plugin are read by pattern, summed over threads", async () => {
  const stats = segmentOf((builder) => {
    builder.simple("/nat44-ed/total-sessions", [[1n], [2n]]);
    builder.combined("/nat44-ed/other", [one]);
    builder.gauge("/nat44-ed/max-cfg-sessions", 64n);
    builder.names("/nat44-ed/names", ["x"]);
    builder.simple("/nat44-ei/total-sessions", [[7n]]);
  });
  assert.deepEqual(
    await readSums(stats, "/nat44-ed/*"),
    new Map<string, unknown>([
      ["/nat44-ed/total-sessions", { kind: "simple", counters: [3n] }],
      ["/nat44-ed/other", { kind: "combined", counters: [{ packets: 1n, bytes: 10n }] }],
      ["/nat44-ed/max-cfg-sessions", { kind: "value", value: 64n }],
    ]),
  );
});
