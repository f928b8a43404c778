import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ShowVersion, SwInterfaceSetFlags } from "../../src/api/index.js";
import { FrameReader, VppEncodeError } from "../../src/index.js";
import { SocketWriter } from "../../src/transport/socket-writer.js";

const head = { id: 7, clientIndex: 1, context: 1 };

/** A socket that keeps what is written to it, and tells when something is. */
function openSink() {
  const writes: Buffer[] = [];
  let onWrite = () => {};
  const written = new Promise<void>((resolve) => {
    onWrite = resolve;
  });
  const write = (bytes: Buffer, done: () => void) => {
    writes.push(Buffer.from(bytes));
    done();
    onWrite();
  };
  return { writes, written, sink: { write } };
}

function messagesIn(writes: readonly Buffer[]): number[] {
  return writes.map((bytes) => {
    let count = 0;
    new FrameReader().push(bytes, () => count++);
    return count;
  });
}

test("the messages of one turn go out in one write", async () => {
  const { writes, sink } = openSink();
  const writer = new SocketWriter(sink);
  for (let index = 0; index < 3; index++) writer.send(ShowVersion, head, {});
  assert.deepEqual(writes, []);
  await nextTurn();
  writer.send(ShowVersion, head, {});
  await nextTurn();
  assert.deepEqual(messagesIn(writes), [3, 1]);
});

test("messages wait while VPP is busy, until answers come", async () => {
  const { writes, sink } = openSink();
  let isBusy = true;
  const writer = new SocketWriter(sink, () => isBusy);
  writer.send(ShowVersion, head, {});
  isBusy = false;
  writer.afterAnswers();
  await nextTurn();
  isBusy = true;
  writer.send(ShowVersion, head, {});
  writer.send(ShowVersion, head, {});
  writer.afterAnswers();
  assert.deepEqual(messagesIn(writes), [1]);
  writer.close();
});

test("messages do not wait for ever for answers that do not come", async () => {
  const { writes, written, sink } = openSink();
  const writer = new SocketWriter(sink, () => true);
  writer.send(ShowVersion, head, {});
  await written;
  assert.deepEqual(messagesIn(writes), [1]);
});

test("of a message that does not fit nothing is sent", async () => {
  const { writes, sink } = openSink();
  const writer = new SocketWriter(sink);
  assert.throws(() => writer.send(SwInterfaceSetFlags, head, { swIfIndex: -1 }), VppEncodeError);
  await nextTurn();
  writer.send(ShowVersion, head, {});
  await nextTurn();
  assert.deepEqual(messagesIn(writes), [1]);
});
