/**
 * A client on libnetconf2, the library of netopeer2-cli. It mounts the server as controllers do: it fetches every schema that the
 * YANG library lists, and takes no message that does not fit them.
 */

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { curl, run, skipWithout } from "../support/clients.js";
import { labFlags, startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

// The tests run from dist/; the source of the client stays beside theirs.
const source = fileURLToPath(new URL("../../../test/support/libnetconf2/client.c", import.meta.url));
const lab = (inner: string) => `<lab xmlns="urn:example:lab">${inner}</lab>`;

/**
 * Debian's libyang 2.1 takes "config" for a property that only those nodes have that write it out, so that it replaces none in
 * a deviation; and it loads the deviations of ietf-nat before its features, where a type has no values yet.
 */
const beyondLibyang2 = /^(ietf-nat|sweetcomb-nat|sweetcomb-deviations-(nat|subscriptions|system|routing|interfaces))$/;

describe("libnetconf2", { skip: skipWithout("libnetconf2", "curl") }, () => {
  let server: ServerProcess;
  let client = "";
  let socket = "";
  before(async () => {
    const first = await startLabServer();
    const file = join(first.folder, "config.json");
    socket = join(first.folder, "netconf.sock");
    writeFileSync(file, JSON.stringify({ netconf: { localSocket: { path: socket } } }));
    server = await first.restart([...labFlags, "--config", file]);
    client = join(server.folder, "client");
    await run("cc", ["-Wall", "-Wextra", "-Werror", "-o", client, source, "-lnetconf2", "-lyang"]);
  });
  after(() => server.dispose());

  /** What each command has printed. */
  async function libnetconf2(
    transport: "ssh" | "tls" | "unix",
    ...commands: readonly string[]
  ): Promise<readonly string[]> {
    const places = { ssh: String(server.netconfPort), tls: String(server.netconfTlsPort), unix: socket };
    const printed = await run(client, [transport, places[transport], server.certs, ...commands]);
    return printed.trimEnd().split("\n");
  }

  it("over SSH it loads every module that the library calls implemented, edits, commits, reads and understands events", async () => {
    const implemented = await implementedModules(server);
    assert.ok(implemented.includes("example-lab"));
    const [names = "", ...answers] = await libnetconf2(
      "ssh",
      "modules",
      ...scenario("ssh"),
      `events=${lab("<title>an event</title>")}`,
    );
    const loaded = new Set(names.trim().split(" "));
    const unknown = implemented.filter((name) => !loaded.has(name) && !beyondLibyang2.test(name));
    assert.deepEqual(unknown, []);
    assert.deepEqual(answers.slice(0, 4), expectedOf("ssh"));
    assert.deepEqual(answers.slice(4, 6), ["ok", "ok"]);
    assert.match(answers[6]!, /^<netconf-config-change .*<username>admin<\/username>.*<datastore>running<\/datastore>/);
  });

  it("over TLS it edits the candidate, commits, reads, and shows what is refused", async () => {
    assert.deepEqual(await libnetconf2("tls", ...scenario("tls")), expectedOf("tls"));
  });

  it("over a socket in the file system it edits the candidate, commits, reads, and shows what is refused", async () => {
    assert.deepEqual(await libnetconf2("unix", ...scenario("unix")), expectedOf("unix"));
  });
});

const scenario = (title: string) => [
  `edit=${lab(`<title>${title}</title>`)}`,
  "commit",
  `read=${lab("<title/>")}`,
  `edit=${lab("<bench-count>many</bench-count>")}`,
];
const expectedOf = (title: string) => ["ok", "ok", lab(`<title>${title}</title>`), "error invalid-value"];

/** Those of VPP's API come some time after the start, so there may be more of them soon. */
async function implementedModules(server: ServerProcess): Promise<readonly string[]> {
  const { body } = await curl(server, { path: "/restconf/data/ietf-yang-library:modules-state" });
  const { module: modules } = JSON.parse(body)["ietf-yang-library:modules-state"] as {
    module: readonly { readonly name: string; readonly "conformance-type": string }[];
  };
  return modules.filter((module) => module["conformance-type"] === "implement").map(({ name }) => name);
}
