/** HTTP that a careless or hostile client sends to RESTCONF (RFC 9110, 9112, 9113): answered as the RFCs say, and others never notice. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { after, before, describe, it } from "node:test";
import { connect } from "node:tls";
import { curl, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";
import { clientTls } from "../support/tls-client.js";

const LAB = "/restconf/data/example-lab:lab";
const TITLE = JSON.stringify({ "example-lab:title": "t" });
const JSON_TYPE = { "Content-Type": "application/yang-data+json" };

describe("an odd request", { skip: skipWithout("curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
    const { status } = await curl(server, { method: "PUT", path: LAB, body: `{"example-lab:lab":{"title":"t"}}` });
    assert.equal(status, 204);
  });
  after(() => server?.dispose());

  /** Sends bytes over HTTP/1.1, of which the last request asks to close, and resolves to all that comes back. */
  async function exchange(...lines: readonly string[]): Promise<string> {
    const tls = { ...clientTls(server, "admin"), ALPNProtocols: ["http/1.1"] };
    const socket = connect({ ...tls, host: "127.0.0.1", port: server.restconfPort });
    await once(socket, "secureConnect");
    let text = "";
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString();
    });
    socket.on("error", () => undefined);
    socket.write(lines.join("\r\n"));
    await once(socket, "close");
    return text;
  }
  const statusesOf = (text: string) => Array.from(text.matchAll(/HTTP\/1\.1 (\d+) /g), ([, status]) => Number(status));
  const get = (target: string, ...fields: readonly string[]) =>
    exchange(`GET ${target} HTTP/1.1`, ...fields, "Connection: close", "", "");
  const put = async (fields: Readonly<Record<string, string>>, body = TITLE) => {
    const answer = await curl(server, {
      method: "PUT",
      path: `${LAB}/title`,
      body,
      headers: { ...JSON_TYPE, ...fields },
    });
    return { ...answer, tag: /"error-tag":"([\w-]+)"/.exec(answer.body)?.[1] };
  };

  it("without a Host, with two, or with one that names nothing is 400", async () => {
    for (const fields of [[], ["Host: a", "Host: b"], ['Host: a"<b>'], ["Host:"]]) {
      assert.deepEqual(statusesOf(await get(`${LAB}/title`, ...fields)), [400], fields.join());
    }
    for (const host of ["localhost", "127.0.0.1:8443", "[::1]:8443"]) {
      assert.deepEqual(statusesOf(await get(`${LAB}/title`, `Host: ${host}`)), [200], host);
    }
  });

  it("that names the whole URI is for its path and query", async () => {
    const answer = await get(`https://elsewhere.example${LAB}?fields=title`, "Host: localhost");
    assert.match(answer, /\{"example-lab:lab":\{"title":"t"\}\}/);
    assert.deepEqual(statusesOf(await get("https://localhost", "Host: localhost")), [404]);
  });

  it("in a coding that is not known is 501, with a compressed body 415, and with a part of one 400", async () => {
    const coded = [`PUT ${LAB}/title HTTP/1.1`, "Host: localhost", "Content-Type: application/yang-data+json"];
    const text = await exchange(...coded, "Connection: close", "Transfer-Encoding: gzip, chunked", "", "0", "", "");
    assert.deepEqual(statusesOf(text), [501]);
    const compressed = await put({ "Content-Encoding": "gzip" });
    assert.deepEqual([compressed.status, compressed.tag], [415, "invalid-value"]);
    assert.equal(compressed.headers["accept-encoding"], "identity");
    assert.deepEqual((await put({ "Content-Range": "bytes 0-3/10" })).status, 400);
    assert.deepEqual((await put({ "Content-Encoding": "identity" })).status, 204);
  });

  it("whose body begins with a mark of the byte order is read, in JSON and in XML", async () => {
    assert.equal((await put({}, `\uFEFF${TITLE}`)).status, 204);
    const xml = { "Content-Type": "application/yang-data+xml" };
    assert.equal((await put(xml, `\uFEFF<title xmlns="urn:example:lab">t</title>`)).status, 204);
  });

  it("with two lengths, or a length and chunks, is 400 and closes the connection", async () => {
    const head = [`PUT ${LAB}/title HTTP/1.1`, "Host: localhost", "Content-Type: application/yang-data+json"];
    const smuggled = ["", `GET ${LAB}/title HTTP/1.1`, "Host: localhost", "", ""];
    const two = await exchange(...head, "Content-Length: 0", "Content-Length: 5", ...smuggled);
    const both = await exchange(...head, "Transfer-Encoding: chunked", "Content-Length: 4", "", "0", ...smuggled);
    assert.deepEqual([statusesOf(two), statusesOf(both)], [[400], [400]]);
  });

  it("comes behind another and is answered behind it", async () => {
    const first = [`GET ${LAB}/title HTTP/1.1`, "Host: localhost", ""];
    const chunked = [`PUT ${LAB}/title HTTP/1.1`, "Host: localhost", "Content-Type: application/yang-data+json"];
    const chunks = [TITLE.slice(0, 5), TITLE.slice(5)].flatMap((part) => [`${part.length.toString(16)};x=y`, part]);
    const last = [`DELETE ${LAB} HTTP/1.1`, "Host: localhost", 'If-Match: "a,b", "none"', "Connection: close", "", ""];
    const text = await exchange(...first, ...chunked, "Transfer-Encoding: chunked", "", ...chunks, "0", "", ...last);
    assert.deepEqual(statusesOf(text), [200, 204, 412]);
  });

  it("asks of a list as a whole what can be done with it: nothing but reading", async () => {
    const { headers } = await curl(server, { method: "OPTIONS", path: `${LAB}/device` });
    assert.equal(headers.allow, "GET, HEAD, OPTIONS");
  });

  it("is reset over HTTP/2 by the thousand, before its answer and in the middle of its body, and others are served", async () => {
    const client = connectHttp2(`https://localhost:${server.restconfPort}`, clientTls(server, "admin"));
    client.on("error", () => undefined);
    await once(client, "connect");
    for (let count = 0; count < 2_000 && !client.destroyed; count++) {
      client
        .request({ ":path": "/restconf/data" })
        .on("error", () => undefined)
        .close(8);
    }
    for (let count = 0; count < 50 && !client.destroyed; count++) {
      const stream = client.request({ ":path": `${LAB}/title`, ":method": "PUT", "content-type": "application/json" });
      stream.on("error", () => undefined);
      stream.write(TITLE.slice(0, 7));
      stream.close(8);
    }
    const { status } = await curl(server, { path: `${LAB}/title`, http: "--http2" });
    assert.equal(status, 200);
    if (!client.destroyed) assert.equal(await statusOf(client, `${LAB}/title`), 200);
    client.destroy();
  });
});

async function statusOf(client: ClientHttp2Session, path: string): Promise<number | undefined> {
  const stream = client.request({ ":path": path });
  const [headers] = (await once(stream, "response")) as [{ ":status"?: number }];
  stream.close();
  return headers[":status"];
}
