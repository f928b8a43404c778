import assert from "node:assert/strict";
import { Duplex, Writable } from "node:stream";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { StreamWriter } from "../../../src/northbound/netconf/stream-writer.js";

/** A carrier that notes what each of its writes has joined. */
function notingCarrier(): { carrier: Writable; writes: string[][] } {
  const writes: string[][] = [];
  const carrier = new Writable({
    writev: (chunks, done) => {
      writes.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  return { carrier, writes };
}

/** A stream that makes two packets of what is written to it, as SSH does of a long piece. */
function inPackets(carrier: Writable): Duplex {
  return new Duplex({
    read: () => undefined,
    write: (piece: Buffer, _encoding, done) => {
      carrier.write(`${piece} 1`);
      carrier.write(`${piece} 2`);
      done();
    },
  });
}

async function* frameOf(...pieces: string[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece);
}

test("the packets of a piece and of its frame go to the carrier together", async () => {
  const { carrier, writes } = notingCarrier();
  const gone = new AbortController().signal;
  const writer = new StreamWriter({ stream: inPackets(carrier), carrier, stalledTimeoutMs: 1000, gone });
  await writer.write(frameOf("head", "piece"));
  await setImmediate();
  await writer.write(frameOf("next"));
  await setImmediate();
  assert.deepEqual(writes, [
    ["head 1", "head 2", "piece 1", "piece 2"],
    ["next 1", "next 2"],
  ]);
});

test("no more pieces are taken from an answer than wait in a stream whose peer does not read, however much that would hold", async () => {
  const taken: (() => void)[] = [];
  const stream = new Duplex({
    read: () => undefined,
    writableHighWaterMark: 2 ** 21,
    write: (_piece, _encoding, done) => taken.push(done),
  });
  let asked = 0;
  async function* longAnswer(): AsyncGenerator<Buffer> {
    for (; asked < 20; asked++) yield Buffer.alloc(64 * 1024);
  }
  const gone = new AbortController().signal;
  const written = new StreamWriter({ stream, stalledTimeoutMs: 10_000, gone }).write(longAnswer());
  await setImmediate();
  assert.equal(asked, 2);
  taken.shift()!();
  await setImmediate();
  assert.equal(asked, 3);
  while (asked < 20 || taken.length > 0) {
    taken.shift()?.();
    await setImmediate();
  }
  await written;
  assert.equal(stream.writableLength, 0);
});
