/** Requests that a careless or hostile client sends: each is answered for what it is, soon, and the session goes on. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { TestClient } from "../northbound/netconf/test-client.js";
import { startLabServer } from "../support/lab-server.js";
import { onlyError } from "../support/rpc-errors.js";
import type { ServerProcess } from "../support/server-process.js";
import { openTlsNetconf } from "../support/tls-client.js";

const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

describe("an odd document", () => {
  let server: ServerProcess;
  let client: TestClient & { readonly stream: { destroy(): void } };
  before(async () => {
    server = await startLabServer();
    client = await openTlsNetconf(server);
    await client.hello();
  });
  after(async () => {
    client?.stream.destroy();
    await server?.dispose();
  });
  beforeEach(async () => {
    assert.match(await client.request("<discard-changes/>"), /<ok\/>/);
  });

  const exchange = (document: string | Buffer) => {
    client.send(document);
    return client.message();
  };
  const rpc = (operation: string, attributes = "") =>
    `<rpc xmlns="${BASE}" message-id="m" ${attributes}>${operation}</rpc>`;
  const edit = (inner: string, attributes = "") =>
    `<edit-config><target><candidate/></target><config xmlns:nc="${BASE}"><lab xmlns="urn:example:lab" ${attributes}>${inner}</lab></config></edit-config>`;
  const many = (count: number, of: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => of(i)).join(" ");
  const lab = async () => {
    const filter = `<filter type="subtree"><lab xmlns="urn:example:lab"/></filter>`;
    const reply = await client.request(`<get-config><source><candidate/></source>${filter}</get-config>`);
    return /<lab xmlns="urn:example:lab">(.*)<\/lab>/s.exec(reply)?.[1] ?? "";
  };

  it("with an attribute twice is malformed, at the envelope as in an edit", async () => {
    const envelope = await exchange(rpc("<get/>", `message-id="again"`));
    assert.equal(onlyError(envelope).tag, "malformed-message");
    assert.doesNotMatch(envelope, /message-id=/);
    const reply = await exchange(rpc(edit(`<title nc:operation="create" nc:operation="delete">t</title>`)));
    assert.equal(onlyError(reply).tag, "malformed-message");
    assert.equal(await lab(), "");
  });

  it("with more namespaces, attributes or levels than any document needs is too big", async () => {
    const read = `<get-config><source><running/></source><filter type="subtree"/></get-config>`;
    const namespaces = many(20_000, (index) => `xmlns:p${index}="urn:example:lab"`);
    const attributes = many(20_000, (index) => `a${index}=""`);
    const deep = `${"<a>".repeat(50_000)}${"</a>".repeat(50_000)}`;
    for (const document of [
      rpc(read, namespaces),
      rpc(edit("<p1:title>t</p1:title>", namespaces)),
      rpc(read, attributes),
      rpc(`<edit-config><target><candidate/></target><config>${deep}</config></edit-config>`),
    ]) {
      const { tag, type } = onlyError(await exchange(document));
      assert.deepEqual([type, tag], ["rpc", "too-big"]);
    }
    assert.match(
      await exchange(
        rpc(
          read,
          many(300, (index) => `xmlns:p${index}="urn:x"`),
        ),
      ),
      /<data><\/data>/,
    );
  });

  it("may begin with a mark of the byte order", async () => {
    assert.match(await exchange(`\uFEFF${rpc("<discard-changes/>")}`), /message-id="m"[^>]*><ok\/>/);
  });

  it("may be cut into chunks anywhere, between the bytes of a character too", async () => {
    const bytes = Buffer.from(rpc(edit("<title>\u{1F600}\u00e9</title>")));
    for (const byte of bytes) client.sendRaw(Buffer.concat([Buffer.from("\n#1\n"), Buffer.from([byte])]));
    client.sendRaw("\n##\n");
    assert.match(await client.message(), /<ok\/>/);
    assert.equal(await lab(), "<title>\u{1F600}\u00e9</title>");
  });

  it("whose attribute is wrong is told the element that has it", async () => {
    const value = onlyError(await exchange(rpc(edit(`<tag>t</tag><title nc:operation="invent">t</title>`))));
    assert.deepEqual([value.tag, value.info], ["bad-attribute", ["bad-attribute=operation", "bad-element=title"]]);
    const unknown = onlyError(await exchange(rpc(edit(`<title nc:colour="red">t</title>`))));
    assert.deepEqual([unknown.tag, unknown.info], ["unknown-attribute", ["bad-attribute=colour", "bad-element=title"]]);
  });

  it("that holds a leaf twice does nothing, whatever is to be done with each", async () => {
    for (const twice of [
      "<title>a</title><title>b</title>",
      `<title nc:operation="create">a</title><title>b</title>`,
    ]) {
      const error = onlyError(await exchange(rpc(edit(twice))));
      assert.deepEqual([error.tag, error.path, error.info], ["bad-element", "/lab/title", ["bad-element=title"]]);
      assert.equal(await lab(), "");
    }
    const top = rpc(edit("<title>a</title>").replace("</lab>", `</lab><lab xmlns="urn:example:lab"/>`));
    assert.deepEqual(onlyError(await exchange(top)).info, ["bad-element=lab"]);
  });

  it("that makes something in what it deletes does neither", async () => {
    await exchange(rpc(edit("<title>t</title>")));
    for (const operation of ["delete", "remove"]) {
      const nested = edit(`<tag nc:operation="create">new</tag>`, `nc:operation="${operation}"`);
      const error = onlyError(await exchange(rpc(nested)));
      assert.deepEqual([error.tag, error.info], ["bad-attribute", ["bad-attribute=operation", "bad-element=tag"]]);
    }
    assert.equal(await lab(), "<title>t</title>");
    const deletes = edit(`<title nc:operation="delete">t</title>`, `nc:operation="remove"`);
    assert.match(await exchange(rpc(deletes)), /<ok\/>/);
    assert.equal(await lab(), "");
  });
});
