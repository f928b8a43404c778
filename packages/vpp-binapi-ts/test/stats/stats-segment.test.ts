import assert from "node:assert/strict";
import { test } from "node:test";
import {
  openStats,
  type StatsEntry,
  StatsSegment,
  StatsUnavailableError,
  sumThreads,
  sumThreadsCombined,
} from "../../src/stats/index.js";
import { SegmentBuilder } from "../support/segment-builder.js";

async function entriesOf(builder: SegmentBuilder): Promise<Map<string, StatsEntry>> {
  const stats = new StatsSegment(builder.bytes());
  return new Map((await stats.read(() => true)).map((entry) => [entry.name, entry]));
}

function sample(): SegmentBuilder {
  const builder = new SegmentBuilder();
  builder.scalar("/sys/heartbeat", 42n);
  builder.gauge("/sys/vector_rate", 7n);
  builder.simple("/if/drops", [
    [1n, 2n],
    [10n, 20n],
  ]);
  builder.combined("/if/rx", [
    [
      [1n, 100n],
      [2n, 200n],
    ],
    [
      [3n, 300n],
      [4n, 400n],
    ],
  ]);
  builder.names("/if/names", ["local0", undefined, "loop0"]);
  builder.symlink("/interfaces/loop0/rx", 3, 1);
  builder.entry(8, "/ring", 0n);
  builder.histogram("/latency", 3n, [
    [5n, 0n],
    [1n, 2n],
  ]);
  return builder;
}

test("every kind of entry is read", async () => {
  const entries = await entriesOf(sample());
  assert.deepEqual(entries.get("/sys/heartbeat"), { name: "/sys/heartbeat", kind: "scalar", value: 42n });
  assert.deepEqual(entries.get("/sys/vector_rate"), { name: "/sys/vector_rate", kind: "gauge", value: 7n });
  assert.deepEqual(entries.get("/if/names"), {
    name: "/if/names",
    kind: "names",
    names: ["local0", undefined, "loop0"],
  });
  assert.deepEqual(entries.get("/latency"), {
    name: "/latency",
    kind: "histogram",
    minExponent: 3,
    bins: [
      [5n, 0n],
      [1n, 2n],
    ],
  });
  assert.deepEqual(entries.get("/ring"), { name: "/ring", kind: "other", type: 8 });
});

test("counters of several threads are kept apart and can be summed", async () => {
  const entries = await entriesOf(sample());
  const drops = entries.get("/if/drops")!;
  const rx = entries.get("/if/rx")!;
  assert.ok(drops.kind === "simple" && rx.kind === "combined");
  assert.deepEqual(drops.counters, [
    [1n, 2n],
    [10n, 20n],
  ]);
  assert.deepEqual(sumThreads(drops.counters), [11n, 22n]);
  assert.deepEqual(sumThreadsCombined(rx.counters), [
    { packets: 4n, bytes: 400n },
    { packets: 6n, bytes: 600n },
  ]);
});

test("a symlink gives its column of the counters that it points to", async () => {
  const link = (await entriesOf(sample())).get("/interfaces/loop0/rx")!;
  assert.ok(link.kind === "combined");
  assert.deepEqual(link.counters, [[{ packets: 2n, bytes: 200n }], [{ packets: 4n, bytes: 400n }]]);
});

test("an entry is found by its name, also one that stands for a column of another", async () => {
  const stats = new StatsSegment(sample().bytes());
  assert.deepEqual(await stats.readOne("/sys/heartbeat"), { name: "/sys/heartbeat", kind: "scalar", value: 42n });
  const link = await stats.readOne("/interfaces/loop0/rx");
  assert.ok(link?.kind === "combined");
  assert.deepEqual(link.counters, [[{ packets: 2n, bytes: 200n }], [{ packets: 4n, bytes: 400n }]]);
  assert.equal(await stats.readOne("/sys/heart"), undefined);
});

test("an entry that was found once costs no look at the others, whatever VPP adds", async () => {
  const builder = sample();
  const bytes = builder.bytes();
  let bytesRead = 0;
  const stats = new StatsSegment({
    ...bytes,
    read(offset, length) {
      bytesRead += length;
      return bytes.read(offset, length);
    },
  });
  await stats.readOne("/sys/heartbeat");
  bytesRead = 0;
  builder.scalar("/sys/more", 1n);
  builder.setEpoch(2n);
  assert.deepEqual(await stats.readOne("/sys/heartbeat"), { name: "/sys/heartbeat", kind: "scalar", value: 42n });
  assert.equal(bytesRead, 40 + 4 + 144 + 40, "the header, the length of the directory, the entry, the header again");
});

test("an entry is found where VPP has put another one in its place, and where its place is gone", async () => {
  const before = new SegmentBuilder();
  before.scalar("/first", 1n);
  before.scalar("/second", 2n);
  const after = new SegmentBuilder();
  after.scalar("/second", 3n);
  after.setEpoch(2n);
  let now = before.bytes();
  const stats = new StatsSegment({ ...now, read: (offset, length) => now.read(offset, length) });
  await stats.readOne("/first");
  await stats.readOne("/second");
  now = after.bytes();
  assert.equal(await stats.readOne("/first"), undefined);
  assert.deepEqual(await stats.readOne("/second"), { name: "/second", kind: "scalar", value: 3n });
});

test("what VPP changes in the middle of a read is read again", async () => {
  const builder = sample();
  const bytes = builder.bytes();
  let reads = 0;
  const changing = {
    ...bytes,
    read(offset: number, length: number) {
      if (++reads === 3) builder.setEpoch(2n);
      return bytes.read(offset, length);
    },
  };
  const [entry] = await new StatsSegment(changing).read((name) => name === "/sys/heartbeat");
  assert.deepEqual(entry, { name: "/sys/heartbeat", kind: "scalar", value: 42n });
  assert.ok(reads > 5, "the directory was read twice");
});

test("a directory that never comes to rest is an error", async () => {
  const builder = sample();
  builder.setInProgress(true);
  await assert.rejects(new StatsSegment(builder.bytes()).names(), { kind: "busy" });
});

test("a pointer out of the segment is an error and not a crash", async () => {
  const builder = new SegmentBuilder();
  builder.entry(2, "/wild", 0xffff_ffff_ffffn);
  await assert.rejects(
    new StatsSegment(builder.bytes()).read(() => true),
    { kind: "damaged" },
  );
});

test("another version of the segment is not read", async () => {
  const builder = sample();
  builder.setVersion(3n);
  await assert.rejects(new StatsSegment(builder.bytes()).names(), /version 3/);
});

test("no process and no segment are told apart", () => {
  assert.throws(
    () => openStats({ pid: 0x7fff_ffff }),
    (error: StatsUnavailableError) => error.kind === "no-process",
  );
  assert.throws(
    () => openStats({ pid: process.pid }),
    (error: StatsUnavailableError) => error.kind === "no-segment",
  );
});

test("nothing is read from the segment of a process that is gone", async () => {
  const gone = {
    ...sample().bytes(),
    assertAlive() {
      throw new StatsUnavailableError("gone", "closed");
    },
  };
  await assert.rejects(new StatsSegment(gone).names(), { kind: "gone" });
});
