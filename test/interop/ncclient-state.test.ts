import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { missingClient, ncclient } from "../support/clients.js";
import { type ServerProcess, startServerProcess } from "../support/server-process.js";

describe("state beside configuration, with ncclient", { skip: missingClient("ncclient") }, () => {
  let server: ServerProcess;

  before(async () => {
    server = await startServerProcess();
    await ncclient(
      server,
      `
loop = '<interface><name>loop0</name><type xmlns:t="urn:ietf:params:xml:ns:yang:iana-if-type">t:softwareLoopback</type></interface>'
m.edit_config(target="candidate", config=config('<interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">' + loop + '</interfaces>'))
m.commit()
`,
    );
  });

  after(() => server?.dispose());

  const get = (filter: string) =>
    ncclient(server, `IF = "urn:ietf:params:xml:ns:yang:ietf-interfaces"\nprint(m.get(filter=${filter}))`);
  const subtree = (content: string) =>
    get(`("subtree", '<interfaces xmlns="' + IF + '"><interface>${content}</interface></interfaces>')`);
  const xpath = (select: string) => get(`("xpath", ({"if": IF}, "${select}"))`);

  test("a subtree filter selects the state of one interface by its key", async () => {
    const reply = await subtree("<name>loop0</name><oper-status/>");
    assert.match(reply, /<name>loop0<\/name><oper-status>up<\/oper-status>/);
    assert.doesNotMatch(reply, /local0/);
  });

  test("an XPath selects the state of one interface, and that of all", async () => {
    const one = await xpath("/if:interfaces/if:interface[if:name='loop0']/if:oper-status");
    assert.match(one, /<name>loop0<\/name><oper-status>up<\/oper-status>/);
    assert.doesNotMatch(one, /local0/);
    const all = await xpath("/if:interfaces/if:interface/if:oper-status");
    assert.match(all, /<name>local0<\/name><oper-status>down<\/oper-status>/);
    assert.match(await xpath("//if:oper-status"), /<oper-status>up<\/oper-status>/);
  });

  test("a whole interface has its configuration and its state", async () => {
    const reply = await subtree("<name>loop0</name>");
    assert.match(reply, /<type [^>]*>\w+:softwareLoopback<\/type>/);
    assert.match(reply, /<if-index>\d+<\/if-index>/);
  });
});
