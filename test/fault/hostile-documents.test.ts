/** Documents that are too deep, too large, or meant to do harm: an error to the one who sent them; others do not notice. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";
import * as hostile from "./support/hostile.js";
import { editCandidate, type NetconfSession, openNetconf } from "./support/netconf-session.js";
import { documentOf, site, sitesIn, xmlOf } from "./support/network.js";
import { openRestconf, type RestconfClient } from "./support/restconf-client.js";

const folder = mkdtempSync(join(tmpdir(), "sweetcomb-hostile-"));
const MEMORY_LIMIT_MB = 64;
/** Sites that do not fit into the memory together. */
const tooMany = [9, 10, 11, 12, 13].map((index) => site(index, 1, 60_000));
let server: ServerProcess;
/** Those who behave well, each with one session for all the time. */
let netconf: NetconfSession;
let restconf: RestconfClient;
let step = 0;

before(async () => {
  const settings = join(folder, "settings.json");
  writeFileSync(settings, JSON.stringify({ engine: { memoryLimitMb: MEMORY_LIMIT_MB } }));
  server = await startServerProcess(["--config", settings]);
  netconf = await openNetconf(server);
  restconf = openRestconf(server);
});

after(async () => {
  restconf?.close();
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
/** Makes a message a large one. */
const padding = `<!--${hostile.longText}-->`;

type Case = readonly [message: () => string | Buffer, answer: RegExp];

const messages: Readonly<Record<string, Case>> = {
  "elements nested too deep": [() => rpc(editCandidate(hostile.nestedXml)), /<rpc-error>/],
  "a filter nested too deep": [() => rpc(`<get><filter>${hostile.nestedXml}</filter></get>`), /<rpc-error>/],
  "an XPath expression nested too deep": [
    () => rpc(`<get><filter type="xpath" select="${hostile.nestedXPath}"/></get>`),
    /<error-tag>bad-attribute<\/error-tag>/,
  ],
  "entities that grow without end": [
    () => hostile.laughs + rpc(editCandidate(hostile.interfaceXml(hostile.lastLaugh))),
    /<error-tag>malformed-message<\/error-tag>/,
  ],
  "an entity that nobody declared": [
    () => rpc(editCandidate(hostile.interfaceXml("&nbsp;"))),
    /<error-tag>malformed-message<\/error-tag>/,
  ],
  "an attribute of 1 MB on a node": [
    () => rpc(editCandidate(hostile.interfaceXml("", ` xmlns:a="urn:a" a:a="${hostile.longText}"`))),
    /<rpc-error>|<ok\/>/,
  ],
  "an attribute of 1 MB on rpc, which comes back": [
    () => rpc("<get-config><source><running/></source></get-config>", ` a="${hostile.longText}"`),
    /<rpc-reply [^>]* a="y{1048576}"/,
  ],
  "bytes that are no UTF-8": [
    () => hostile.withoutUtf8(rpc(editCandidate(hostile.interfaceXml("@")))),
    /<error-tag>malformed-message<\/error-tag>/,
  ],
  "more than the memory holds": [() => rpc(editCandidate(xmlOf(tooMany))), /<error-tag>resource-denied<\/error-tag>/],
  "a config of 1 MB without the namespace that ncclient leaves out": [
    () =>
      `<nc:rpc xmlns:nc="${BASE}" message-id="1"><nc:edit-config><nc:target><nc:candidate/></nc:target><config>${hostile.interfaceXml("")}${padding}</config></nc:edit-config></nc:rpc>`,
    /<(nc:)?ok\/>/,
  ],
  "a namespace that nobody has, behind 1 MB": [
    () => rpc(editCandidate(`${padding}<nothing xmlns="urn:nothing"/>`)),
    /<error-tag>unknown-namespace<\/error-tag>[\s\S]*<bad-element>nothing<\/bad-element>/,
  ],
  "no XML, behind 1 MB": [() => rpc(editCandidate(`${padding}<open>`)), /<error-tag>malformed-message<\/error-tag>/],
};

for (const [name, [message, answer]] of Object.entries(messages)) {
  test(`NETCONF: ${name}`, async () => {
    const session = await openNetconf(server);
    session.client.sendRaw(asChunk(message()));
    assert.match(await session.client.message(), answer);
    session.vanish();
    await assertOthersGoOn();
  });
}

const JSON_TYPE = "application/yang-data+json";
const XML_TYPE = "application/yang-data+xml";

const bodies: Readonly<Record<string, readonly [type: string, body: () => unknown, status: number]>> = {
  "arrays nested too deep": [JSON_TYPE, () => hostile.nestedArrays, 400],
  "objects nested too deep": [JSON_TYPE, () => hostile.nestedObjects, 400],
  "elements nested too deep": [XML_TYPE, () => hostile.interfaceXml(hostile.nestedXml), 400],
  "entities that grow without end": [XML_TYPE, () => hostile.laughs + hostile.interfaceXml(hostile.lastLaugh), 400],
  "an attribute of 1 MB": [XML_TYPE, () => hostile.interfaceXml("", ` a="${hostile.longText}"`), 400],
  "XML that is no UTF-8": [XML_TYPE, () => hostile.withoutUtf8(hostile.interfaceXml("@")), 400],
  "JSON that is no UTF-8": [
    JSON_TYPE,
    () => hostile.withoutUtf8('{"ietf-interfaces:interfaces":{"interface":[{"name":"loop9","description":"@"}]}}'),
    400,
  ],
  "more than the memory holds": [
    JSON_TYPE,
    () => ({ "ietf-routing:routing": documentOf(...tooMany)["ietf-routing:routing"] }),
    409,
  ],
};

for (const [name, [type, body, wanted]] of Object.entries(bodies)) {
  test(`RESTCONF: ${name}`, async () => {
    const client = openRestconf(server);
    const target = name === "more than the memory holds" ? "ietf-routing:routing" : "ietf-interfaces:interfaces";
    const { status, body: text } = await client.request("PATCH", `/restconf/data/${target}`, body(), type);
    client.close();
    assert.equal(status, wanted, text);
    assert.match(
      text,
      /"error-tag":"(malformed-message|bad-element|unknown-element|unknown-attribute|resource-denied)"/,
    );
    await assertOthersGoOn();
  });
}

test("NETCONF: edits that fill the memory bit by bit end with resource-denied, and the memory is there again", async () => {
  const session = await openNetconf(server);
  let reply = "";
  for (let index = 10; !reply.includes("rpc-error"); index++) {
    assert.ok(index < 200, "the memory is not bounded");
    reply = await session.request(editCandidate(xmlOf([site(index, 1, 10_000)])));
  }
  assert.match(reply, /<error-tag>resource-denied<\/error-tag>/);
  session.vanish();
  await assertOthersGoOn();
});

function asChunk(message: string | Buffer): Buffer {
  const bytes = Buffer.from(message as string);
  return Buffer.concat([Buffer.from(`\n#${bytes.length}\n`), bytes, Buffer.from("\n##\n")]);
}

function rpc(operation: string, attributes = ""): string {
  return `<rpc xmlns="${BASE}" message-id="1"${attributes}>${operation}</rpc>`;
}

/** The good clients write and read. */
async function assertOthersGoOn(): Promise<void> {
  await netconf.ok("<discard-changes/>");
  const wanted = [site(1, ++step)];
  await netconf.commit(xmlOf(wanted));
  assert.deepEqual(sitesIn(await restconf.running()), wanted);
}
