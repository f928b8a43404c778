/** RFC 6022, 8525 and 8526: what the server says of itself, and the datastores of NMDA. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { helloOf } from "../../northbound/netconf/test-client.js";
import { startLabServer } from "../../support/lab-server.js";
import { type NetconfSession, openNetconfClient, openNetconfSession } from "../../support/netconf-session.js";
import { onlyError } from "../../support/rpc-errors.js";
import type { ServerProcess } from "../../support/server-process.js";

const LAB = "urn:example:lab";
const DATASTORES = 'xmlns:ds="urn:ietf:params:xml:ns:yang:ietf-datastores"';
const ORIGINS = 'xmlns:or="urn:ietf:params:xml:ns:yang:ietf-origin"';
const NMDA = `xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda" ${DATASTORES} ${ORIGINS}`;
const getData = (parameters: string) => `<get-data ${NMDA}>${parameters}</get-data>`;
const state = (inner: string) =>
  `<get><filter><netconf-state xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring">${inner}</netconf-state></filter></get>`;
const library = (inner: string) =>
  `<get><filter><yang-library xmlns="urn:ietf:params:xml:ns:yang:ietf-yang-library">${inner}</yang-library></filter></get>`;

describe("RFC 6022, RFC 8525 and RFC 8526", () => {
  let server: ServerProcess;
  let session: NetconfSession;
  before(async () => {
    server = await startLabServer();
    session = await openNetconfSession(server, "admin");
  });
  after(async () => {
    session?.close();
    await server?.dispose();
  });
  const statistic = async (name: string) => {
    const reply = await session.request(state("<statistics/>"));
    return Number(new RegExp(`<${name}>(\\d+)<`).exec(reply)![1]);
  };
  /** By how much a counter grows while something is done. */
  const growth = async (name: string, act: () => Promise<unknown>, expected: number) => {
    const before = await statistic(name);
    await act();
    // The end of a transport is noticed some time after it.
    while ((await statistic(name)) - before < expected);
    return (await statistic(name)) - before;
  };
  const withHello = async (hello: string) => {
    const { client, close } = await openNetconfClient(server, "admin");
    await client.message();
    client.sendRaw(`${hello}]]>]]>`);
    await client.rest();
    close();
  };

  it("a schema that is there in two versions has to be asked for with one, and both are told", async () => {
    const words = ["--implement", "example-units", "--implement", "example-scale"];
    const other = await startLabServer(words);
    try {
      const asker = await openNetconfSession(other, "admin");
      const get = (parameters: string) =>
        asker.request(
          `<get-schema xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring"><identifier>example-units</identifier>${parameters}</get-schema>`,
        );
      const refused = onlyError(await get(""));
      assert.deepEqual([refused.tag, refused.appTag], ["operation-failed", "data-not-unique"]);
      assert.match(await get("<version>2026-01-01</version>"), /type uint32/);
      assert.match(await get("<version>2026-11-22</version>"), /type uint64/);
      const listed = await asker.request(
        state("<schemas><schema><identifier>example-units</identifier></schema></schemas>"),
      );
      const versions = new Set(Array.from(listed.matchAll(/<version>([^<]*)/g), ([, version]) => version));
      assert.deepEqual([...versions].sort(), ["2026-01-01", "2026-11-22"]);
      asker.close();
    } finally {
      await other.dispose();
    }
  });

  it("sessions with a bad hello are counted as such: with a session-id, without a common version, in no namespace", async () => {
    const hellos = [
      helloOf("1.1").replace("</hello>", "<session-id>7</session-id></hello>"),
      helloOf("1.1").replace("base:1.1", "base:7.0"),
      "<hello><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>",
    ];
    const bad = await growth("in-bad-hellos", () => Promise.all(hellos.map(withHello)), hellos.length);
    assert.equal(bad, hellos.length);
  });

  it("sessions that vanish are counted as dropped, those that are closed or killed are not", async () => {
    const dropped = await growth(
      "dropped-sessions",
      async () => {
        const [closed, killed, vanished] = await Promise.all([1, 2, 3].map(() => openNetconfSession(server, "admin")));
        await closed!.request("<close-session/>");
        await session.request(`<kill-session><session-id>${killed!.id}</session-id></kill-session>`);
        vanished!.close();
      },
      1,
    );
    assert.equal(dropped, 1);
  });

  it("parameters behind the URI of a protocol version do not count", async () => {
    const { client, close } = await openNetconfClient(server, "admin");
    await client.message();
    client.sendRaw(`${helloOf("1.1").replace("base:1.1<", "base:1.1?colour=red<")}]]>]]>`);
    const bytes = new Promise<string>((resolve) => client.stream.once("data", (chunk: Buffer) => resolve(`${chunk}`)));
    client.sendRaw("\n#3\nfoo\n##\n");
    // The answer is in chunks, as the highest version that both have wants it.
    assert.match(await bytes, /^\n#\d+\n/);
    close();
  });

  it("capabilities of the hello are those of the state, without the session's number", async () => {
    const reply = await session.request(state("<capabilities/>"));
    const listed = [...reply.matchAll(/<capability>([^<]*)</g)].map(([, uri]) => uri);
    const later = await openNetconfSession(server, "admin");
    assert.deepEqual(
      listed,
      [...later.hello.matchAll(/<capability>([^<]*)</g)].map(([, uri]) => uri),
    );
    later.close();
  });

  it("the server advertises the modes of with-defaults", () => {
    const modes = "basic-mode=explicit&amp;also-supported=report-all,report-all-tagged,trim";
    assert.ok(session.hello.includes(`:with-defaults:1.0?${modes}<`));
  });

  it("the server advertises notifications and interleaving", () => {
    for (const name of ["notification", "interleave"]) {
      assert.ok(session.hello.includes(`<capability>urn:ietf:params:netconf:capability:${name}:1.0</capability>`));
    }
  });

  it("the hello names the YANG library with the content-id that the data has", async () => {
    const { hello, close } = await openNetconfSession(server, "admin");
    const newer = await session.request(library("<content-id/>"));
    const [, contentId] = /<content-id>([^<]+)</.exec(newer)!;
    assert.ok(hello.includes(`:yang-library:1.1?revision=2019-01-04&amp;content-id=${contentId}<`));
    close();
  });

  it("the YANG library lists every datastore with a schema that it describes, and what is only imported apart", async () => {
    const reply = await session.request(library("<datastore/><schema/>"));
    const [, schema] = /<schema><name>([^<]+)</.exec(reply)!;
    for (const name of ["running", "candidate", "startup", "intended", "operational"]) {
      assert.match(reply, new RegExp(`<name[^>]*>ds:${name}</name><schema>${schema}</schema>`));
    }
    const modules = await session.request(library("<module-set/>"));
    assert.match(modules, /<import-only-module><name>ietf-yang-types<\/name>/);
    const names = [...modules.matchAll(/<module><name>([^<]+)</g)].map(([, name]) => name);
    assert.equal(new Set(names).size, names.length, "no module is implemented in two revisions");
  });

  it("parameters of get-data and edit-data that cannot be are refused", async () => {
    const edit = (datastore: string) =>
      `<edit-data ${NMDA}><datastore>ds:${datastore}</datastore><config><lab xmlns="${LAB}"/></config></edit-data>`;
    const cases = [
      [getData("<datastore>ds:attic</datastore>"), "invalid-value"],
      [getData("<datastore>ds:conventional</datastore>"), "invalid-value"],
      [getData(""), "missing-element"],
      [getData("<datastore>ds:running</datastore><with-origin/>"), "unknown-element"],
      [getData("<datastore>ds:running</datastore><origin-filter>or:intended</origin-filter>"), "unknown-element"],
      [getData("<datastore>ds:running</datastore><max-depth>0</max-depth>"), "invalid-value"],
      [
        getData(
          "<datastore>ds:operational</datastore><origin-filter>or:system</origin-filter><negated-origin-filter>or:system</negated-origin-filter>",
        ),
        "bad-element",
      ],
      [edit("operational"), "invalid-value"],
      [edit("intended"), "invalid-value"],
    ] as const;
    for (const [operation, tag] of cases) assert.equal(onlyError(await session.request(operation)).tag, tag, operation);
    const conditional = onlyError(await session.request(getData("<datastore>ds:running</datastore><with-origin/>")));
    assert.deepEqual(conditional.info, ["bad-element=with-origin"]);
  });

  it("datastores are locked by their NMDA names, and those that nobody writes are not locked", async () => {
    const operation = (name: string, datastore: string) =>
      `<${name}><target><datastore ${NMDA}>ds:${datastore}</datastore></target></${name}>`;
    assert.equal(await session.request(operation("lock", "running")), "<ok/>");
    assert.equal(
      onlyError(await session.request("<lock><target><running/></target></lock>")).info[0],
      `session-id=${session.id}`,
    );
    assert.equal(await session.request(operation("unlock", "running")), "<ok/>");
    for (const name of ["operational", "intended"]) {
      assert.equal(onlyError(await session.request(operation("lock", name))).tag, "invalid-value");
    }
  });

  it("a default that nobody has set can be created and not deleted, one that was set the other way round", async () => {
    const edit = (operation: string) =>
      `<edit-config><target><candidate/></target><config><lab xmlns="${LAB}" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0">` +
      `<bench-count nc:operation="${operation}">4</bench-count></lab></config></edit-config>`;
    assert.equal(onlyError(await session.request(edit("delete"))).tag, "data-missing");
    assert.equal(await session.request(edit("create")), "<ok/>");
    assert.equal(onlyError(await session.request(edit("create"))).tag, "data-exists");
    assert.equal(await session.request(edit("delete")), "<ok/>");
    await session.request("<discard-changes/>");
  });
});
