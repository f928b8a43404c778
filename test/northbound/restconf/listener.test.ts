/** The listener with a client that we did not write: TLS, certificates, HTTP/1.1 and HTTP/2. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeCertificates, type TestCertificates } from "./support/certificates.js";
import { curl } from "./support/curl.js";
import { clientOptions, startListener, type TestListener, tlsOf } from "./support/listener.js";

const D = "/restconf/data/example-devices:devices";

let certificates: TestCertificates;
let listener: TestListener;

before(async () => {
  certificates = makeCertificates();
  listener = await startListener(certificates);
});

after(async () => {
  await listener.server.close();
  certificates.remove();
});

for (const [version, option] of [
  ["1.1", "--http1.1"],
  ["2", "--http2"],
] as const) {
  const request = (path: string, ...options: string[]) =>
    curl([option, ...clientOptions(certificates, "admin"), ...options, listener.url(path)]);

  test(`HTTP/${version}: an entry is created, read, changed and deleted`, async () => {
    const json = ["-H", "content-type: application/yang-data+json"];
    const path = `${D}/device=e${version.replace(".", "")}%2F0`;
    const name = `e${version.replace(".", "")}/0`;
    const created = await request(D, "-X", "POST", ...json, "-d", `{"example-devices:device":[{"name":"${name}"}]}`);
    assert.equal(created.status, 201, created.body);
    assert.equal(created.httpVersion, version);
    assert.equal(created.headers.get("location"), listener.url(path));
    const read = await request(path);
    assert.deepEqual(JSON.parse(read.body), { "example-devices:device": [{ name }] });
    assert.ok(read.headers.get("date"));
    assert.equal(read.headers.get("server"), undefined);
    const tag = read.headers.get("etag")!;
    const patch = ["-X", "PATCH", ...json, "-d", `{"example-devices:device":[{"name":"${name}","enabled":false}]}`];
    assert.equal((await request(path, ...patch, "-H", `if-match: ${tag}`)).status, 204);
    assert.equal((await request(path, ...patch, "-H", `if-match: ${tag}`)).status, 412);
    assert.equal((await request(path, "-X", "DELETE")).status, 204);
    assert.equal((await request(path)).status, 404);
  });

  test(`HTTP/${version}: HEAD, OPTIONS, 304 and errors keep the form`, async () => {
    const head = await request(D, "-I");
    assert.equal(head.status, 200);
    assert.equal(head.body, "");
    assert.equal((await request("/restconf", "-I")).status, 200);
    const missing = await request(`${D}/device=zz`, "-I");
    assert.equal(missing.status, 404);
    assert.equal(missing.body, "");
    const options = await request(D, "-X", "OPTIONS");
    assert.match(options.headers.get("allow")!, /PATCH/);
    assert.equal((await request(D, "-H", `if-none-match: ${head.headers.get("etag")}`)).status, 304);
    const notAcceptable = await request(D, "-H", "accept: text/html");
    assert.equal(notAcceptable.status, 406);
    assert.match(notAcceptable.body, /"error-tag":"invalid-value"/);
    const unknownMethod = await request(D, "-X", "PROPFIND");
    assert.ok([400, 404, 405, 501].includes(unknownMethod.status));
    assert.match(unknownMethod.body, /ietf-restconf:errors/);
  });

  test(`HTTP/${version}: without a certificate that counts, the answer is 401`, async () => {
    for (const name of [undefined, "stranger", "foreign"]) {
      const reply = await curl([option, ...clientOptions(certificates, name), listener.url(D)]);
      assert.equal(reply.status, 401, String(name));
      assert.match(reply.body, /"error-tag":"access-denied"/);
      assert.ok(reply.headers.get("www-authenticate"));
    }
    const open = await curl([option, ...clientOptions(certificates), listener.url("/.well-known/host-meta")]);
    assert.equal(open.status, 200);
  });

  test(`HTTP/${version}: a body that is too big is 413`, async () => {
    const small = await startListener(certificates, { bodyBytes: 1000 });
    try {
      for (const transfer of [[], ["-H", "transfer-encoding: chunked"]]) {
        if (version === "2" && transfer.length > 0) continue;
        const reply = await curl([
          option,
          ...clientOptions(certificates, "admin"),
          ...transfer,
          ...["-X", "PUT", "-H", "content-type: application/yang-data+json", "-d", "x".repeat(5000)],
          small.url(D),
        ]);
        assert.equal(reply.status, 413);
        assert.match(reply.body, /"error-tag":"too-big"/);
      }
    } finally {
      await small.server.close();
    }
  });
}

test("sessions carry the user, the transport and the address, and are closed", async () => {
  await curl([...clientOptions(certificates, "admin"), listener.url(D)]);
  const { sessions } = listener.management;
  assert.deepEqual((({ user, transport, source }) => ({ user, transport, source }))(sessions.at(-1)!.request), {
    user: "admin",
    transport: "restconf",
    source: "127.0.0.1",
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(sessions.every(({ closed }) => closed));
});

test("TLS older than 1.2 is refused", async () => {
  await assert.rejects(
    curl([
      "--tls-max",
      "1.1",
      "--ciphers",
      "DEFAULT@SECLEVEL=0",
      ...clientOptions(certificates, "admin"),
      listener.url(D),
    ]),
  );
});

test("a taken port and a broken certificate are told, and what is open stays", async () => {
  const { port } = listener;
  const secure = tlsOf(certificates);
  const open = { name: "tls", address: "127.0.0.1", port: 0, secure };
  const failures = await listener.server.apply({
    listen: [
      open,
      { ...open, name: "busy", port },
      { ...open, name: "broken", secure: { ...secure, certificate: "none" } },
    ],
    callHome: [],
  });
  assert.deepEqual(
    failures.map(({ name }) => name),
    ["busy", "broken"],
  );
  assert.match(failures[0]!.error.message, /EADDRINUSE/);
  assert.equal(listener.server.addressOf("tls")!.port, port);
});
