/** RFC 6241: what is wrong with a message or with the parameters of an operation (sections 3, 4, 7, 8 and appendix A). */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import { type NetconfSession, openNetconfSession } from "../../support/netconf-session.js";
import { onlyError } from "../../support/rpc-errors.js";
import type { ServerProcess } from "../../support/server-process.js";
import { addSshUser } from "../../support/users.js";

const NC = "urn:ietf:params:xml:ns:netconf:base:1.0";
const LAB = "urn:example:lab";
const rpc = (inner: string) => `<rpc xmlns="${NC}" message-id="1">${inner}</rpc>`;
const edit = (inner: string, more = "") =>
  `<edit-config><target><candidate/></target>${more}<config xmlns:nc="${NC}">${inner}</config></edit-config>`;
const lab = (inner: string) => `<lab xmlns="${LAB}">${inner}</lab>`;
const getConfig = (parameters: string) => `<get-config>${parameters}</get-config>`;
const running = "<source><running/></source>";

/** A document, the error-type and error-tag of its reply, and what stands in error-info. */
type Case = readonly [document: string | Buffer, error: string, ...info: string[]];

const cases: Readonly<Record<string, readonly Case[]>> = {
  "what is no well-formed XML in UTF-8, or has a document type, is malformed-message": [
    [`<rpc xmlns="${NC}" message-id="1"><get></rpc>`, "rpc malformed-message"],
    ["nonsense", "rpc malformed-message"],
    [Buffer.from([...Buffer.from(rpc("<get/>").replace('"1"', '"\u00e4"'), "latin1")]), "rpc malformed-message"],
    [`<!DOCTYPE rpc [<!ENTITY e "e">]>${rpc("<get/>")}`, "rpc malformed-message"],
    [rpc(edit(lab("<title>a\u0001b</title>"))), "rpc malformed-message"],
  ],
  "what is no rpc of NETCONF's namespace is malformed-message": [
    ['<rpc message-id="1"><get/></rpc>', "rpc malformed-message"],
    [`<hello xmlns="${NC}"><capabilities/></hello>`, "rpc malformed-message"],
  ],
  "an rpc without a message-id is missing-attribute with attribute and element": [
    [`<rpc xmlns="${NC}"><get/></rpc>`, "rpc missing-attribute", "bad-attribute=message-id", "bad-element=rpc"],
  ],
  "an rpc with no operation or with two is refused": [
    [`<rpc xmlns="${NC}" message-id="1"/>`, "protocol missing-element", "bad-element=rpcOperation"],
    [rpc("<discard-changes/><discard-changes/>"), "protocol bad-element", "bad-element=discard-changes"],
  ],
  "an unknown operation is not supported, one in an unknown namespace says which": [
    [rpc("<frobnicate/>"), "protocol operation-not-supported", "bad-element=frobnicate"],
    [
      rpc('<frobnicate xmlns="urn:nobody"/>'),
      "protocol unknown-namespace",
      "bad-element=frobnicate",
      "bad-namespace=urn:nobody",
    ],
  ],
  "an unknown parameter is unknown-element, one in an unknown namespace unknown-namespace": [
    [rpc(getConfig(`${running}<colour/>`)), "protocol unknown-element", "bad-element=colour"],
    [
      rpc(getConfig(`${running}<colour xmlns="urn:nobody"/>`)),
      "protocol unknown-namespace",
      "bad-element=colour",
      "bad-namespace=urn:nobody",
    ],
    [rpc(getConfig("<source><attic/></source>")), "protocol unknown-element", "bad-element=attic"],
  ],
  "a parameter that is missing is missing-element with its name": [
    [rpc("<get-config/>"), "protocol missing-element", "bad-element=source"],
    [rpc(`<edit-config><config>${lab("")}</config></edit-config>`), "protocol missing-element", "bad-element=target"],
    [rpc("<validate/>"), "protocol missing-element", "bad-element=source"],
    [rpc("<kill-session/>"), "protocol missing-element", "bad-element=session-id"],
  ],
  "a parameter given twice, or two of one choice, is bad-element": [
    [rpc(getConfig(running + running)), "protocol bad-element", "bad-element=source"],
    [rpc(getConfig(`${running}<filter/><filter/>`)), "protocol bad-element", "bad-element=filter"],
    [rpc(getConfig("<source><running/><candidate/></source>")), "protocol bad-element", "bad-element=candidate"],
  ],
  "attributes where none belong are unknown-attribute with attribute and element": [
    [
      rpc('<discard-changes colour="red"/>'),
      "protocol unknown-attribute",
      "bad-attribute=colour",
      "bad-element=discard-changes",
    ],
    [
      rpc(`<edit-config><target><candidate/></target><config xmlns:nc="${NC}" nc:operation="delete"/></edit-config>`),
      "protocol unknown-attribute",
      "bad-attribute=operation",
      "bad-element=config",
    ],
    [
      rpc(edit(lab('<title operation="delete"/>'))),
      "protocol unknown-attribute",
      "bad-attribute=operation",
      "bad-element=title",
    ],
    [
      rpc(edit(lab('<title colour="red">x</title>'))),
      "protocol unknown-attribute",
      "bad-attribute=colour",
      "bad-element=title",
    ],
  ],
  "an attribute with a wrong value is bad-attribute with attribute and element": [
    [
      rpc(edit(lab('<title nc:operation="destroy">x</title>'))),
      "protocol bad-attribute",
      "bad-attribute=operation",
      "bad-element=title",
    ],
    [
      rpc(getConfig(`${running}<filter type="sieve"/>`)),
      "protocol bad-attribute",
      "bad-attribute=type",
      "bad-element=filter",
    ],
    [
      rpc(getConfig(`${running}<filter type="xpath" select="/a[["/>`)),
      "protocol bad-attribute",
      "bad-attribute=select",
      "bad-element=filter",
    ],
  ],
  "an XPath filter without select is missing-attribute, one that gives no nodes invalid-value": [
    [
      rpc(getConfig(`${running}<filter type="xpath"/>`)),
      "protocol missing-attribute",
      "bad-attribute=select",
      "bad-element=filter",
    ],
    [
      rpc(getConfig(`${running}<filter xmlns:l="${LAB}" type="xpath" select="count(/l:lab)"/>`)),
      "application invalid-value",
    ],
  ],
  "options that are no words of the operation are invalid-value": [
    [rpc(edit("", "<default-operation>create</default-operation>")), "application invalid-value"],
    [rpc(edit("", "<test-option>maybe</test-option>")), "application invalid-value"],
    [rpc(edit("", "<error-option>shrug</error-option>")), "application invalid-value"],
    [rpc("<commit><confirmed/><confirm-timeout>0</confirm-timeout></commit>"), "application invalid-value"],
  ],
  "source and target that are the same are invalid-value": ["running", "candidate", "startup"].map(
    (name): Case => [
      rpc(`<copy-config><target><${name}/></target><source><${name}/></source></copy-config>`),
      "protocol invalid-value",
    ],
  ),
  "running and candidate cannot be deleted": ["running", "candidate"].map(
    (name): Case => [
      rpc(`<delete-config><target><${name}/></target></delete-config>`),
      "protocol unknown-element",
      `bad-element=${name}`,
    ],
  ),
  "a persist-id that no commit has is invalid-value, for commit and cancel-commit": [
    [rpc("<commit><persist-id>x</persist-id></commit>"), "protocol invalid-value", "bad-element=persist-id"],
    [
      rpc("<cancel-commit><persist-id>x</persist-id></cancel-commit>"),
      "protocol invalid-value",
      "bad-element=persist-id",
    ],
    [rpc("<cancel-commit/>"), "protocol operation-failed"],
  ],
};

describe("RFC 6241: errors of messages and parameters", { skip: skipWithout("ssh-keygen") }, () => {
  let server: ServerProcess;
  let session: NetconfSession;
  before(async () => {
    server = await startLabServer();
    session = await openNetconfSession(server, "admin");
    await addSshUser(server, "ann");
  });
  after(async () => {
    session?.close();
    await server?.dispose();
  });

  for (const [title, refused] of Object.entries(cases)) {
    it(title, async () => {
      for (const [document, expected, ...info] of refused) {
        const error = onlyError(await session.exchange(document));
        assert.deepEqual([`${error.type} ${error.tag}`, ...error.info], [expected, ...info], String(document));
      }
      assert.match(await session.exchange(rpc("<discard-changes/>")), /<ok\/>/);
    });
  }

  it("every error has type, tag, severity and a message with its language, in this order", async () => {
    const reply = await session.exchange(rpc("<frobnicate/>"));
    assert.match(
      reply,
      /<rpc-error><error-type>\w+<\/error-type><error-tag>[\w-]+<\/error-tag><error-severity>error<\/error-severity>/,
    );
    assert.match(reply, /<error-message xml:lang="en">[^<]+<\/error-message><error-info>/);
  });

  it("all attributes of the rpc come back unmodified, declarations among them, for errors too", async () => {
    const attributes = 'xmlns:ex="urn:ex" ex:mark="a&amp;b" message-id="x &lt; &quot;y&quot;" plain="1"';
    for (const operation of ["<discard-changes/>", "<frobnicate/>"]) {
      const reply = await session.exchange(`<rpc xmlns="${NC}" ${attributes}>${operation}</rpc>`);
      const [start = ""] = /<rpc-reply[^>]*>/.exec(reply) ?? [];
      for (const attribute of attributes.matchAll(/[\w:-]+="[^"]*"/g)) assert.ok(start.includes(attribute[0]), start);
    }
  });

  it("a prefix for NETCONF's namespace is as good as a default namespace", async () => {
    const document = `<nc:rpc xmlns:nc="${NC}" message-id="9"><nc:discard-changes/></nc:rpc>`;
    assert.match(await session.exchange(document), /<rpc-reply [^>]*message-id="9"[^>]*><ok\/>/);
  });

  it("an element in no namespace of a filter stands for all, a namespace that nobody has for none", async () => {
    await session.request(edit(lab("<title>x</title>")));
    const read = (filter: string) =>
      session.request(`<get-config><source><candidate/></source><filter>${filter}</filter></get-config>`);
    assert.match(await read('<lab xmlns=""><title/></lab>'), /<title>x<\/title>/);
    assert.match(await read('<lab xmlns="urn:nobody"/>'), /^<data><\/data>$/);
    assert.match(await read(`<lab xmlns="${LAB}" colour="red"/>`), /^<data><\/data>$/);
    assert.match(await read(`<lab xmlns="${LAB}"><title> x </title></lab>`), /<title>x<\/title>/);
    assert.match(await read(`<lab xmlns="${LAB}"><title>y</title></lab>`), /^<data><\/data>$/);
    await session.request("<discard-changes/>");
  });

  it("who may not see a node is not told whether it is there", async () => {
    const KEY = '<key-code xmlns="urn:example:lab-safety" nc:operation="create">1</key-code>';
    const device = (inner: string) => lab(`<device><name>a</name>${inner}</device>`);
    const writable = "<write-default>permit</write-default>";
    const nacm = `<nacm xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-acm">${writable}</nacm>`;
    const edited = edit(device("<serial>1</serial>") + nacm);
    assert.equal(await session.request(edited), "<ok/>");
    assert.equal(await session.request("<commit/>"), "<ok/>");
    const guest = await openNetconfSession(server, "ann");
    const refusals: string[] = [];
    for (const there of [false, true]) {
      if (there) await session.request(edit(device(KEY)));
      const { tag, path } = onlyError(await guest.request(edit(device(KEY))));
      refusals.push(`${tag} ${path}`);
    }
    assert.deepEqual(refusals, Array(2).fill("access-denied undefined"));
    await session.request("<discard-changes/>");
    guest.close();
  });

  it("what comes after close-session is not answered, and the session ends", async () => {
    const closing = await openNetconfSession(server, "admin");
    assert.match(await closing.exchange(rpc("<close-session/>")), /<ok\/>/);
    assert.deepEqual(await closing.rest(), []);
  });
});
