import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { ControlPing } from "../../src/api/index.js";
import { type VppClient, VppConnection, VppConnectionLost } from "../../src/index.js";
import { FakeVpp, fakePid } from "../support/fake-vpp.js";

test("a connection opens a new session when VPP drops the old one", async () => {
  await using vpp = await FakeVpp.start();
  const connection = new VppConnection({ socketPath: vpp.socketPath, firstDelayMs: 1 });
  const firstUp = once(connection, "up");
  connection.start();
  const [first] = (await firstUp) as [VppClient];

  const [down, up] = [once(connection, "down"), once(connection, "up")];
  vpp.dropAll();
  assert.ok((await down)[0] instanceof VppConnectionLost);
  const [second] = (await up) as [VppClient];
  assert.notEqual(second, first);
  assert.equal((await connection.call(ControlPing)).vpePid, fakePid);
  await assert.rejects(first.call(ControlPing), VppConnectionLost);
  connection.close();
});

test("while there is no VPP calls fail at once and attempts go on", async () => {
  const connection = new VppConnection({ socketPath: "/nonexistent/api.sock", firstDelayMs: 1, longestDelayMs: 4 });
  const delays: number[] = [];
  const fourth = new Promise<void>((resolve) => {
    connection.on("retry", (_reason, delayMs) => {
      delays.push(delayMs);
      if (delays.length === 4) resolve();
    });
  });
  connection.start();
  await assert.rejects(connection.call(ControlPing), VppConnectionLost);
  assert.equal(connection.supports(ControlPing), false);
  await fourth;
  connection.close();
  assert.deepEqual(delays.slice(0, 4), [1, 2, 4, 4]);
});

test("who waits for a session gets it when it opens, or learns that none will", async () => {
  await using vpp = await FakeVpp.start();
  const connection = new VppConnection({ socketPath: vpp.socketPath });
  const ready = connection.ready();
  connection.start();
  assert.deepEqual((await ready).identity, { pid: fakePid });
  connection.close();
  const closed = new VppConnection({ socketPath: vpp.socketPath });
  closed.close();
  await assert.rejects(closed.ready(), VppConnectionLost);
});

test("a signal ends session and attempts", async () => {
  await using vpp = await FakeVpp.start();
  const stop = new AbortController();
  const connection = new VppConnection({ socketPath: vpp.socketPath, signal: stop.signal });
  connection.start();
  const client = await connection.ready();
  stop.abort();
  assert.ok((await client.ended) instanceof VppConnectionLost);
});
