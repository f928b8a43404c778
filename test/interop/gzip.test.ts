/** Long answers of RESTCONF in gzip, for clients that ask for it (RFC 9110 8.4, 8.8.3.3, 12.5.3). */

import assert from "node:assert/strict";
import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request } from "node:https";
import { after, before, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { curl, run, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { clientTls } from "../support/tls-client.js";

const LAB = "/restconf/data/example-lab:lab";
const ENTRIES = 3000;

interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

describe("gzip over RESTCONF", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    const device = Array.from({ length: ENTRIES }, (_, index) => ({ name: `device ${index}`, serial: index }));
    const body = JSON.stringify({ "example-lab:lab": { title: "t", device } });
    assert.equal((await curl(server, { method: "PUT", path: LAB, body })).status, 204);
  });
  after(() => server?.dispose());

  async function ask(path: string, headers: Readonly<Record<string, string>>, method = "GET"): Promise<RawAnswer> {
    const tls = { ...clientTls(server, "admin"), ALPNProtocols: ["http/1.1"] };
    const sent = request({ ...tls, host: "127.0.0.1", port: server.restconfPort, path, method, headers }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(piece as Buffer);
    return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) };
  }
  const GZIP = { "Accept-Encoding": "gzip" };

  it("a long answer is the same answer, and says its coding", async () => {
    const plain = await ask(LAB, {});
    assert.equal(plain.headers["content-encoding"], undefined);
    const coded = await ask(LAB, GZIP);
    assert.equal(coded.headers["content-encoding"], "gzip");
    assert.equal(coded.headers.vary, "accept, accept-encoding");
    assert.ok(coded.body.length * 3 < plain.body.length, `${coded.body.length} of ${plain.body.length}`);
    assert.equal(gunzipSync(coded.body).toString(), plain.body.toString());
  });

  it("curl reads it over HTTP/1.1 and HTTP/2", async () => {
    const { certs, restconfPort } = server;
    const identity = ["--cacert", `${certs}/ca.crt`, "--cert", `${certs}/admin.crt`, "--key", `${certs}/admin.key`];
    for (const version of ["--http1.1", "--http2"]) {
      const text = await run("curl", [
        "-sS",
        "--compressed",
        version,
        ...identity,
        `https://localhost:${restconfPort}${LAB}`,
      ]);
      assert.equal(JSON.parse(text)["example-lab:lab"].device.length, ENTRIES, version);
    }
  });

  it("weights decide, and what is short stays as it is unless the client takes nothing else", async () => {
    const codingOf = async (field: string, path = LAB) =>
      (await ask(path, { "Accept-Encoding": field })).headers["content-encoding"];
    const fields = [
      "gzip;q=0",
      "identity, gzip;q=0.5",
      "br",
      "br, x-gzip",
      "*",
      "deflate, gzip;q=0.1, *;q=0",
      "gzip;q=x",
    ];
    const codings = [];
    for (const field of fields) codings.push(await codingOf(field));
    assert.deepEqual(codings, [undefined, undefined, undefined, "gzip", "gzip", "gzip", undefined]);
    assert.equal(await codingOf("gzip", `${LAB}/title`), undefined);
    const short = await ask(`${LAB}/title`, { "Accept-Encoding": "gzip, identity;q=0" });
    assert.equal(gunzipSync(short.body).toString(), '{"example-lab:title":"t"}');
  });

  it("has an entity tag of its own, by which it is known again and written under a condition", async () => {
    const plain = (await ask(LAB, {})).headers.etag ?? "";
    const coded = (await ask(LAB, GZIP)).headers.etag ?? "";
    assert.notEqual(coded, plain);
    assert.equal((await ask(LAB, GZIP, "HEAD")).headers.etag, coded);
    const statusFor = async (tag: string, headers = {}) =>
      (await ask(LAB, { "If-None-Match": tag, ...headers })).status;
    assert.deepEqual([await statusFor(coded, GZIP), await statusFor(plain)], [304, 304]);
    assert.deepEqual([await statusFor(coded), await statusFor(plain, GZIP)], [200, 200]);
    const write = (tag: string) =>
      curl(server, {
        method: "PUT",
        path: `${LAB}/title`,
        body: '{"example-lab:title":"u"}',
        headers: { "If-Match": tag },
      });
    const title = (await ask(`${LAB}/title`, { "Accept-Encoding": "gzip, identity;q=0" })).headers.etag ?? "";
    assert.match(title, /-gzip"$/);
    assert.equal((await write(title)).status, 204);
    assert.equal((await write(title)).status, 412);
  });

  it("errors, and events as they happen, are not compressed", async () => {
    const missing = await ask(`${LAB}/device=none`, { "Accept-Encoding": "gzip, identity;q=0" });
    assert.equal(missing.status, 404);
    assert.equal(missing.headers["content-encoding"], undefined);
    assert.match(missing.body.toString(), /ietf-restconf:errors/);
    const failed = await ask(LAB, { ...GZIP, "If-Match": '"other"' });
    assert.deepEqual([failed.status, failed.headers["content-encoding"]], [412, undefined]);
    const { certs, restconfPort } = server;
    const identity = ["--cacert", `${certs}/ca.crt`, "--cert", `${certs}/admin.crt`, "--key", `${certs}/admin.key`];
    const stream = ["-sS", "-D", "-", "-N", "--compressed", "--max-time", "2", ...identity];
    const url = `https://localhost:${restconfPort}/restconf/streams/NETCONF/json`;
    const text = await run("sh", ["-c", 'curl "$@" || true', "sh", ...stream, url]);
    assert.match(text, /text\/event-stream/);
    assert.ok(!/content-encoding/i.test(text));
  });

  it("the OpenAPI document is compressed, too", async () => {
    const document = await ask("/openapi.json?module=example-lab", GZIP);
    assert.equal(document.headers["content-encoding"], "gzip");
    assert.equal(JSON.parse(gunzipSync(document.body).toString()).openapi.slice(0, 3), "3.1");
    const again = await ask("/openapi.json?module=example-lab", {
      ...GZIP,
      "If-None-Match": document.headers.etag ?? "",
    });
    assert.equal(again.status, 304);
  });
});
