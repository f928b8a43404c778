import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { VppDies } from "../src/handler.js";
import { Connection } from "../src/server/connection.js";
import { VppProcess } from "../src/server/process.js";

/** A process with one client, on a socket that leads nowhere. */
function newProcess() {
  const connection = new Connection({ destroyed: true, end() {}, destroy() {} } as unknown as Socket);
  const vppProcess = new VppProcess(1, {});
  const hello = Buffer.alloc(70);
  hello.writeUInt16BE(15);
  vppProcess.receive(connection, hello);
  return { connection, vppProcess };
}

test("no bytes whatever bring the simulator down, but for those that VPP dies of", () => {
  const { connection, vppProcess } = newProcess();
  const highest = 1400;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: highest }), fc.uint8Array({ maxLength: 400 }), (id, body) => {
      const head = Buffer.alloc(10);
      head.writeUInt16BE(id);
      head.writeUInt32BE(connection.clientIndex ?? 0x80000001, 2);
      const request = vppProcess.receive(connection, Buffer.concat([head, body]));
      try {
        if (request !== undefined) vppProcess.answer(request);
      } catch (error) {
        assert.ok(error instanceof VppDies, String(error));
      }
    }),
    { numRuns: 3000, interruptAfterTimeLimit: 10_000 },
  );
  assert.ok([...vppProcess.vpp.interfaces.values()].length >= 1);
});

test("no chunks whatever bring the framing down", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
      const { connection, vppProcess } = newProcess();
      try {
        for (const chunk of chunks)
          connection.receive(Buffer.from(chunk), (bytes) => vppProcess.receive(connection, bytes));
      } catch (error) {
        assert.equal((error as Error).name, "VppDecodeError");
      }
    }),
    { numRuns: 200, interruptAfterTimeLimit: 10_000 },
  );
});
