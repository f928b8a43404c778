/** What RFC 8040 demands of defaults, bodies, texts of modules and streams, with curl against the server process. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type CurlAnswer, type CurlRequest, curl, ncclientAnswer, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import type { ServerProcess } from "../../support/server-process.js";

const LAB = "/restconf/data/example-lab:lab";

interface LibraryEntry {
  readonly name: string;
  readonly schema: string;
  readonly location: readonly string[];
  readonly submodule?: readonly LibraryEntry[];
}

describe("defaults, bodies and texts", { skip: skipWithout("curl", "ncclient") }, () => {
  let server: ServerProcess;
  const ask = (method: string, path: string, content?: unknown, more: Partial<CurlRequest> = {}) =>
    curl(server, { method, path, ...(content === undefined ? {} : { body: JSON.stringify(content) }), ...more });
  const statusAndTag = (answer: CurlAnswer) => {
    const [error] = JSON.parse(answer.body)["ietf-restconf:errors"].error;
    return [answer.status, error["error-tag"]];
  };
  const read = async (path: string) => {
    const { status, body } = await ask("GET", path);
    return status === 200 ? JSON.parse(body) : status;
  };

  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());
  beforeEach(async () => {
    const lab = { title: "t", tag: ["x"], device: [{ name: "a", serial: 1 }] };
    assert.ok((await ask("PUT", LAB, { "example-lab:lab": lab })).status < 300);
  });

  it("a leaf that nobody has set is answered with its default, unless with-defaults leaves it out", async () => {
    assert.deepEqual(await read(`${LAB}/bench-count`), { "example-lab:bench-count": 4 });
    assert.deepEqual(await read(`${LAB}/device=a/speed`), { "example-lab:speed": 100 });
    assert.deepEqual(await read("/restconf/ds/ietf-datastores:running/example-lab:lab/bench-count"), {
      "example-lab:bench-count": 4,
    });
    assert.deepEqual(await read(`${LAB}/bench-count?with-defaults=report-all-tagged`), {
      "example-lab:bench-count": 4,
      "@example-lab:bench-count": { "ietf-netconf-with-defaults:default": true },
    });
    for (const mode of ["explicit", "trim"]) assert.equal(await read(`${LAB}/bench-count?with-defaults=${mode}`), 404);
    // No default is in use where what it would stand in is not there.
    assert.equal(await read(`${LAB}/device=b/speed`), 404);
    assert.equal(await read(`${LAB}/alarm/delay`), 404);
    // Its parent is answered as the basic mode says.
    assert.deepEqual(await read(`${LAB}/device=a`), { "example-lab:device": [{ name: "a", serial: 1 }] });
  });

  it("the value of a leaf-list entry and the keys of a list entry stay what the path says", async () => {
    for (const method of ["PUT", "PATCH"]) {
      assert.deepEqual(statusAndTag(await ask(method, `${LAB}/tag=x`, { "example-lab:tag": ["y"] })), [
        400,
        "invalid-value",
      ]);
      const other = { "example-lab:device": [{ name: "b", serial: 2 }] };
      assert.deepEqual(statusAndTag(await ask(method, `${LAB}/device=a`, other)), [400, "invalid-value"]);
    }
    assert.deepEqual(await read(`${LAB}/tag=x`), { "example-lab:tag": ["x"] });
    assert.equal(await read(`${LAB}/device=b`), 404);
  });

  it("POST, PUT and PATCH without a body are 400", async () => {
    for (const [method, path] of [
      ["POST", LAB],
      ["PUT", `${LAB}/title`],
      ["PATCH", `${LAB}/title`],
    ] as const) {
      const headers = { "Content-Type": "application/yang-data+json" };
      const answer = await ask(method, path, undefined, { headers });
      assert.deepEqual(statusAndTag(answer), [400, "malformed-message"], method);
    }
  });

  it("a DELETE of a list or leaf-list without the entry deletes none", async () => {
    for (const list of ["device", "tag"]) {
      assert.deepEqual(statusAndTag(await ask("DELETE", `${LAB}/${list}`)), [400, "invalid-value"], list);
    }
    assert.equal((await ask("GET", `${LAB}/device=a`)).status, 200);
    assert.equal((await ask("GET", `${LAB}/tag=x`)).status, 200);
  });

  it("a write over RESTCONF is in running and in startup when it is answered, whatever the candidate holds", async () => {
    const seen = await ncclientAnswer<readonly string[]>(
      server,
      `
import subprocess
m.edit_config(target="candidate", config=lab("<tag>candidate</tag>"))
url = "https://localhost:${server.restconfPort}${LAB}/title"
subprocess.run(["curl", "-fsS", "--cacert", CERTS + "/ca.crt", "--cert", CERTS + "/admin.crt", "--key", CERTS + "/admin.key", "-X", "PUT",
    "-H", "Content-Type: application/yang-data+json", "-d", '{"example-lab:title": "kept"}', url], check=True)
def title(source): return re.search("<title>([^<]*)</title>", lab_of(source)).group(1)
answer([title("running"), title("startup"), "candidate" in lab_of("running")])
m.discard_changes()
`,
    );
    assert.deepEqual(seen, ["kept", "kept", false]);
  });

  it("the library says where the text of each module and submodule is, and there it is", async () => {
    const older: readonly LibraryEntry[] = (await read("/restconf/data/ietf-yang-library:modules-state"))[
      "ietf-yang-library:modules-state"
    ].module;
    const newer = (await read("/restconf/data/ietf-yang-library:yang-library"))["ietf-yang-library:yang-library"][
      "module-set"
    ][0];
    const withParts = (entries: readonly LibraryEntry[]) =>
      entries.flatMap((each) => [each, ...(each.submodule ?? [])]);
    const locations = withParts(older).map(({ schema }) => schema);
    assert.deepEqual(
      withParts([...newer.module, ...newer["import-only-module"]])
        .flatMap(({ location }) => location)
        .sort(),
      [...locations].sort(),
    );
    assert.ok(older.some(({ submodule }) => submodule !== undefined));
    const lab = older.find(({ name }) => name === "example-lab")!;
    const text = await ask("GET", lab.schema, undefined, { headers: { Accept: "application/yang" } });
    assert.match(text.headers["content-type"]!, /^application\/yang(;|$)/);
    assert.match(text.body, /^module example-lab \{/);
    const part = older.flatMap(({ submodule }) => submodule ?? [])[0]!;
    const partText = await ask("GET", part.schema, undefined, { headers: { Accept: "application/yang" } });
    assert.match(partText.body, new RegExp(`^submodule ${part.name} \\{`));
  });

  it("a stop time needs a start time before it, and a stream that is not there is 404", async () => {
    const status = async (stream: string, query: string) =>
      (
        await ask("GET", `/restconf/streams/${stream}/json?${query}`, undefined, {
          headers: { Accept: "text/event-stream" },
        })
      ).status;
    assert.equal(await status("NETCONF", "stop-time=2030-01-01T00:00:00Z"), 400);
    assert.equal(await status("NETCONF", "start-time=2020-01-02T00:00:00Z&stop-time=2020-01-01T00:00:00Z"), 400);
    assert.equal(await status("SPORTS", ""), 404);
  });

  it("a stream in XML has the notification element of RFC 5277", async () => {
    const query = `start-time=2020-01-01T00:00:00Z&stop-time=${new Date().toISOString()}`;
    const headers = { Accept: "text/event-stream" };
    const { body } = await ask("GET", `/restconf/streams/NETCONF/xml?${query}`, undefined, { headers });
    const events = body.split("\n").filter((line) => line.startsWith("data: "));
    assert.ok(events.length > 1);
    const element =
      /^data: <notification xmlns="urn:ietf:params:xml:ns:netconf:notification:1\.0"><eventTime>[^<]+Z<\/eventTime></;
    for (const event of events) assert.match(event, element);
  });
});
