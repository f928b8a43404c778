/** Calling home again: period by period, and with pauses when nobody answers. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { TestClient } from "../northbound/netconf/test-client.js";
import { type ListeningClient, listeningClient } from "../support/listening-client.js";
import { until } from "../support/self-configuration.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import { tlsOver } from "../support/tls-client.js";

describe("calls home", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-again-"));
  let periodic: ListeningClient;
  let awayPort: number;
  let server: ServerProcess;
  before(async () => {
    periodic = await listeningClient();
    const away = await listeningClient();
    awayPort = away.port;
    await away.close();
    const at = (port: number) => [{ address: "127.0.0.1", port, transport: "tls" }];
    const callHome = [
      { name: "periodic", endpoints: at(periodic.port), periodic: { periodS: 1, idleTimeoutS: 1 } },
      { name: "away", endpoints: at(awayPort), maxAttempts: 1 },
    ];
    const file = join(folder, "home.json");
    writeFileSync(file, JSON.stringify({ netconf: { callHome } }));
    server = await startServerProcess(["--config", file]);
  });
  after(async () => {
    await server.dispose();
    await periodic.close();
    rmSync(folder, { recursive: true });
  });

  it("come period by period, one at a time, and end when the client is idle", async () => {
    for (let period = 0; period < 3; period++) {
      const socket = await periodic.next();
      const client = new TestClient(await tlsOver(server, socket, "admin"));
      await client.hello();
      await client.rest();
      if (!socket.destroyed) await once(socket, "close");
    }
    assert.equal(periodic.most(), 1);
  });

  it("go on while nobody answers, and begin to count anew when somebody has", async () => {
    const failures = () =>
      Array.from(server.log().matchAll(/"client":"away".*"failures":(\d+)/g), ([, count]) => Number(count));
    await until(async () => assert.deepEqual(failures().slice(0, 3), [1, 2, 3]));
    const back = await listeningClient(awayPort);
    const client = new TestClient(await tlsOver(server, await back.next(), "admin"));
    await client.hello();
    const before = failures().length;
    await back.close();
    await until(async () => assert.equal(failures()[before], 1));
  });
});
