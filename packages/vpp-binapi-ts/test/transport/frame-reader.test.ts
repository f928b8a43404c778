import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import fc from "fast-check";
import { ByteWriter, beginFrame, endFrame, FrameReader, VppDecodeError } from "../../src/index.js";

function framed(message: Uint8Array): Buffer {
  const writer = new ByteWriter(1);
  const start = beginFrame(writer);
  writer.block(message, message.length);
  endFrame(writer, start);
  return Buffer.from(writer.written());
}

function readAll(reader: FrameReader, chunks: readonly Buffer[]): Buffer[] {
  const messages: Buffer[] = [];
  for (const chunk of chunks) reader.push(chunk, (message) => messages.push(Buffer.from(message)));
  return messages;
}

test("a frame has the size of its message big-endian in its middle", () => {
  assert.equal(framed(Buffer.from("abc")).toString("hex"), `0000000000000000${"00000003"}00000000${"616263"}`);
});

test("messages come out as they went in, wherever the stream is cut", () => {
  const someMessages = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 });
  fc.assert(
    fc.property(someMessages, fc.array(fc.nat(100)), (messages, sizes) => {
      const stream = Buffer.concat(messages.map(framed));
      const chunks: Buffer[] = [];
      let offset = 0;
      for (const size of sizes) {
        chunks.push(stream.subarray(offset, offset + size));
        offset += size;
      }
      chunks.push(stream.subarray(offset));
      assert.deepEqual(
        readAll(new FrameReader(), chunks),
        messages.map((message) => Buffer.from(message)),
      );
    }),
    { numRuns: 300, interruptAfterTimeLimit: 5_000 },
  );
});

test("the memory of a chunk may be used again as soon as it was read", () => {
  const reader = new FrameReader();
  const receive = Buffer.alloc(7);
  const stream = Buffer.concat([Buffer.from("first"), Buffer.alloc(5000, 1), Buffer.alloc(0)].map(framed));
  const messages: Buffer[] = [];
  for (let offset = 0; offset < stream.length; offset += receive.length) {
    const size = stream.copy(receive, 0, offset);
    reader.read(receive.subarray(0, size), (bytes, start, end) =>
      messages.push(Buffer.from(bytes.subarray(start, end))),
    );
    receive.fill(0xff);
  }
  assert.deepEqual(messages, [Buffer.from("first"), Buffer.alloc(5000, 1), Buffer.alloc(0)]);
});

test("what stands in the unused parts of the header does not matter", () => {
  const bytes = framed(Buffer.from("abc"));
  bytes.fill(0xff, 0, 8).fill(0xff, 12, 16);
  assert.deepEqual(readAll(new FrameReader(), [bytes]), [Buffer.from("abc")]);
});

test("a message above the limit is refused before it is there", () => {
  const reader = new FrameReader(100);
  assert.throws(() => readAll(reader, [framed(Buffer.alloc(101)).subarray(0, 16)]), VppDecodeError);
});
