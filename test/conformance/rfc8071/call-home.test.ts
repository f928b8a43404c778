/** RFC 8071: the server connects to its clients, and is the SSH or TLS server there. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { TestClient } from "../../northbound/netconf/test-client.js";
import { run, skipWithout } from "../../support/clients.js";
import { type ListeningClient, listeningClient } from "../../support/listening-client.js";
import { type ServerProcess, startServerProcess } from "../../support/server-process.js";
import { tlsOver } from "../../support/tls-client.js";

describe("call home", { skip: skipWithout("ncclient") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-home-"));
  const clients: Record<"ncclient" | "ssh" | "tls" | "second" | "restconf", ListeningClient> = {} as never;
  let deadPort: number;
  let server: ServerProcess;

  before(async () => {
    for (const name of ["ncclient", "ssh", "tls", "second", "restconf"] as const)
      clients[name] = await listeningClient();
    const dead = await listeningClient();
    deadPort = dead.port;
    await dead.close();
    // ncclient opens its port itself.
    await clients.ncclient.close();
    const at = (port: number, transport?: "ssh" | "tls") => ({
      address: "127.0.0.1",
      port,
      ...(transport && { transport }),
    });
    const client = (name: string, ...endpoints: readonly object[]) => ({ name, endpoints, maxAttempts: 1 });
    const file = join(folder, "home.json");
    const settings = {
      netconf: {
        callHome: [
          client("ncclient", at(clients.ncclient.port)),
          client("ssh", at(clients.ssh.port, "ssh")),
          client("tls", at(clients.tls.port, "tls")),
          client("second", at(deadPort, "tls"), at(clients.second.port, "tls")),
        ],
      },
      restconf: { callHome: [client("restconf", at(clients.restconf.port))] },
    };
    writeFileSync(file, JSON.stringify(settings));
    server = await startServerProcess(["--config", file]);
  });
  after(async () => {
    await server.dispose();
    for (const client of Object.values(clients)) await client.close();
    rmSync(folder, { recursive: true });
  });

  async function netconfOver(socket: Socket): Promise<TestClient> {
    const client = new TestClient(await tlsOver(server, socket, "admin"));
    await client.hello();
    return client;
  }

  it("ncclient is called over SSH, and reads", async () => {
    const script = `
from ncclient import manager
m = manager.call_home(host="127.0.0.1", port=${clients.ncclient.port}, username="admin", key_filename="${server.certs}/admin_ed25519",
    hostkey_verify=False, allow_agent=False, look_for_keys=False)
print(m.session_id, m.get_config("running", filter=("subtree", "<x xmlns='urn:x'/>")).ok)
m.close_session()
`;
    // ncclient waits ten seconds for the call; the pause of the server may have grown beyond that while nobody listened.
    for (;;) {
      const printed = await run("/usr/bin/python3", ["-"], script).catch((error: Error) => error.message);
      if (/timed out/.test(printed)) continue;
      assert.match(printed, /^\d+ True$/m);
      break;
    }
  });

  it("the server is the SSH server on the connection that it has opened, and speaks first", async () => {
    const socket = await clients.ssh.next();
    const [greeting] = (await once(socket.resume(), "data")) as [Buffer];
    assert.match(greeting.toString(), /^SSH-2\.0-sweetcomb/);
    socket.destroy();
  });

  it("the server is the TLS server on the connection that it has opened, and the NETCONF server behind it", async () => {
    const client = await netconfOver(await clients.tls.next());
    assert.match(
      await client.request('<get-config><source><running/></source><filter type="subtree"/></get-config>'),
      /<data\/?>/,
    );
    await client.request("<close-session/>");
  });

  it("a client that is called has to authenticate itself as any other", async () => {
    const socket = await clients.tls.next();
    const secured = await tlsOver(server, socket, undefined);
    let said = "";
    secured.on("data", (bytes: Buffer) => {
      said += bytes.toString();
    });
    await once(secured, "close");
    assert.equal(said, "");
  });

  it("a connection that ends is made again, and there is one at a time", async () => {
    for (let time = 0; time < 3; time++) {
      const client = await netconfOver(await clients.tls.next());
      assert.equal(clients.tls.open.size, 1);
      await client.request("<close-session/>");
      await client.rest();
    }
    assert.equal(clients.tls.most(), 1);
  });

  it("an endpoint that cannot be reached gives its turn to the next one", async () => {
    const client = await netconfOver(await clients.second.next());
    assert.match(await client.request("<close-session/>"), /<ok\/>/);
    // Nobody listened on its port when it was chosen; somebody else may have taken it since.
    assert.match(
      server.log(),
      /"client":"second","endpoint":"1","reason":"[^"]+","failures":1,"msg":"call home failed"/,
    );
  });

  it("the server is the RESTCONF server on a TLS connection that it has opened", async () => {
    const secured = await tlsOver(server, await clients.restconf.next(), "admin");
    const fields = "host: localhost\r\naccept: application/yang-data+json\r\nconnection: close\r\n";
    secured.write(`GET /restconf/yang-library-version HTTP/1.1\r\n${fields}\r\n`);
    let answer = "";
    for await (const bytes of secured) answer += String(bytes);
    assert.match(answer, /^HTTP\/1\.1 200 .*"ietf-restconf:yang-library-version"/s);
  });

  it("the end of the server ends its calls, and it calls no more", async () => {
    const client = await netconfOver(await clients.tls.next());
    await server.stop();
    assert.deepEqual(await client.rest(), []);
    assert.equal(await server.ended, 0);
  });
});
