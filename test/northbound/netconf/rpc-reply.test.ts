import assert from "node:assert/strict";
import { test } from "node:test";
import { type ErrorDetails, type ErrorTag, ManagementError } from "../../../src/errors/management-error.js";
import { encodeRpcError } from "../../../src/northbound/netconf/rpc-error.js";
import { encodeAnswer, encodeOk, encodeReply } from "../../../src/northbound/netconf/rpc-reply.js";
import { escapeAttribute, escapeText } from "../../../src/northbound/xml-text.js";
import type { RpcAttribute } from "../../../src/operations/management.js";
import type { Answer, Operation } from "../../../src/operations/operation.js";
import { exampleSchema } from "./example-schema.js";
import { dataAnswer } from "./fake-management.js";

const schema = exampleSchema();
const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

async function text(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let whole = "";
  for await (const piece of pieces) whole += Buffer.from(piece).toString("utf8");
  return whole;
}

function rpcError(tag: ErrorTag, details: Partial<ErrorDetails> = {}): string {
  return encodeRpcError(new ManagementError(tag, { message: "no", ...details }), "chunked", schema);
}

const ANSWERS: readonly (readonly [name: string, kind: Operation["kind"], answer: Answer, xml: string])[] = [
  ["an operation that was done", "commit", { kind: "ok" }, "<ok/>"],
  ["data", "get-config", dataAnswer("<a/>", "<b/>"), "<data><a/><b/></data>"],
  ["no data", "get", dataAnswer(), "<data></data>"],
  [
    "get-data",
    "get-data",
    dataAnswer("<a/>"),
    '<data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"><a/></data>',
  ],
  [
    "output of an rpc",
    "invoke",
    dataAnswer('<slices xmlns="urn:example:odd">2</slices>'),
    '<slices xmlns="urn:example:odd">2</slices>',
  ],
  ["an rpc whose output is empty", "invoke", dataAnswer(), "<ok/>"],
  [
    "a schema",
    "get-schema",
    { kind: "text", text: 'must "a < b && c > d";' },
    '<data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring">must "a &lt; b &amp;&amp; c &gt; d";</data>',
  ],
];

for (const [name, kind, answer, xml] of ANSWERS) {
  test(`reply to ${name}`, async () => assert.equal(await text(encodeAnswer(kind, answer)), xml));
}

test("an answer of another protocol is an error", async () => {
  const answer: Answer = { kind: "precondition-failed" };
  await assert.rejects(text(encodeAnswer("get", answer)), ManagementError);
});

test("all attributes of the rpc come back, with the namespaces of their prefixes", async () => {
  const attributes: RpcAttribute[] = [
    { name: "message-id", value: 'a"<&\n>' },
    { name: "user", prefix: "ex", namespace: "urn:ex", value: "fred" },
    { name: "host", prefix: "ex", namespace: "urn:ex", value: "h" },
    { name: "lang", prefix: "xml", namespace: "http://www.w3.org/XML/1998/namespace", value: "de" },
  ];
  assert.equal(
    await text(encodeReply(attributes, encodeOk())),
    `<rpc-reply xmlns="${BASE}" message-id="a&quot;&lt;&amp;&#10;&gt;" xmlns:ex="urn:ex" ex:user="fred" ex:host="h" xml:lang="de"><ok/></rpc-reply>`,
  );
});

test("declarations among the attributes come back once", async () => {
  const attributes: RpcAttribute[] = [
    { name: "xmlns", value: BASE },
    { name: "ex", prefix: "xmlns", namespace: "http://www.w3.org/2000/xmlns/", value: "urn:ex" },
    { name: "user", prefix: "ex", namespace: "urn:ex", value: "fred" },
  ];
  assert.equal(
    await text(encodeReply(attributes, encodeOk())),
    `<rpc-reply xmlns="${BASE}" xmlns:ex="urn:ex" ex:user="fred"><ok/></rpc-reply>`,
  );
});

test("an rpc-error has type, tag, severity and message", () => {
  assert.equal(
    rpcError("operation-failed", { message: "a < b" }),
    "<rpc-error><error-type>application</error-type><error-tag>operation-failed</error-tag>" +
      '<error-severity>error</error-severity><error-message xml:lang="en">a &lt; b</error-message></rpc-error>',
  );
});

test("the order of an rpc-error is that of the RFC's XML schema", () => {
  const xml = rpcError("data-missing", {
    appTag: "instance-required",
    path: "/odd:odd/state",
    badElement: "state",
  });
  const names = [...xml.matchAll(/<((?:error|bad)-[a-z-]+)/g)].map(([, name]) => name);
  assert.deepEqual(names, [
    "error-type",
    "error-tag",
    "error-severity",
    "error-app-tag",
    "error-path",
    "error-message",
    "error-info",
    "bad-element",
  ]);
});

const PATHS: Readonly<Record<string, string>> = {
  "/ietf-interfaces:interfaces/interface[name='if:0']/ietf-ip:ipv4/address[ip='10.0.0.1']":
    '<error-path xmlns:if="urn:ietf:params:xml:ns:yang:ietf-interfaces" xmlns:ip="urn:ietf:params:xml:ns:yang:ietf-ip">' +
    "/if:interfaces/if:interface[if:name='if:0']/ip:ipv4/ip:address[ip:ip='10.0.0.1']</error-path>",
  "/odd:odd/odd-more:other":
    '<error-path xmlns:o="urn:example:odd" xmlns:o2="urn:example:odd-more">/o:odd/o2:other</error-path>',
  "/odd:odd/pair[first='a'][second=\"<'\"]/value":
    '<error-path xmlns:o="urn:example:odd">/o:odd/o:pair[o:first=\'a\'][o:second="&lt;\'"]/o:value</error-path>',
  "/ietf-interfaces:interfaces/interface[name='a']/tag[.='red']":
    '<error-path xmlns:if="urn:ietf:params:xml:ns:yang:ietf-interfaces">' +
    "/if:interfaces/if:interface[if:name='a']/if:tag[.='red']</error-path>",
  "/ietf-interfaces:interfaces/interface[name='/@a']/@operation":
    ">/if:interfaces/if:interface[if:name='/@a']/@if:operation</error-path>",
};

for (const [path, xml] of Object.entries(PATHS)) {
  test(`error-path of ${path}`, () => assert.ok(rpcError("data-exists", { path }).includes(xml)));
}

test("a path through a module that is not loaded is left out", () => {
  assert.ok(!rpcError("unknown-element", { path: "/nobody:x/y" }).includes("error-path"));
});

const INFOS: readonly (readonly [details: Partial<ErrorDetails>, xml: string])[] = [
  [
    { badAttribute: "message-id", badElement: "rpc" },
    "<error-info><bad-attribute>message-id</bad-attribute><bad-element>rpc</bad-element></error-info>",
  ],
  [
    { badElement: "x", badNamespace: "urn:nobody" },
    "<error-info><bad-element>x</bad-element><bad-namespace>urn:nobody</bad-namespace></error-info>",
  ],
  [{ sessionId: 0 }, "<error-info><session-id>0</session-id></error-info>"],
  [
    { nonUnique: ["/odd:odd/state", "/odd:odd/same"] },
    '<error-info><non-unique xmlns="urn:ietf:params:xml:ns:yang:1" xmlns:o="urn:example:odd">/o:odd/o:state</non-unique>' +
      '<non-unique xmlns="urn:ietf:params:xml:ns:yang:1" xmlns:o="urn:example:odd">/o:odd/o:same</non-unique></error-info>',
  ],
  [
    { missingChoice: "way" },
    '<error-info><missing-choice xmlns="urn:ietf:params:xml:ns:yang:1">way</missing-choice></error-info>',
  ],
  [
    { vpp: { messageName: "sw_interface_set_mtu", code: -2, codeName: "INVALID_SW_IF_INDEX" } },
    '<error-info><vpp xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-errors"><message>sw_interface_set_mtu</message>' +
      "<code>-2</code><name>INVALID_SW_IF_INDEX</name></vpp></error-info>",
  ],
];

for (const [details, xml] of INFOS) {
  test(`error-info with ${Object.keys(details).join(" and ")}`, () => {
    assert.ok(rpcError("operation-failed", details).includes(xml));
  });
}

test("malformed-message is for peers of base:1.1 only", () => {
  const error = new ManagementError("malformed-message", { type: "rpc", message: "no" });
  assert.ok(encodeRpcError(error, "chunked", schema).includes("<error-tag>malformed-message</error-tag>"));
  assert.ok(encodeRpcError(error, "end-of-message", schema).includes("<error-tag>operation-failed</error-tag>"));
});

test("characters that XML cannot carry are replaced", () => {
  assert.equal(
    escapeText("a\u0000b\u001b\ud800c\uffff\u{1f600}\r\n]]>"),
    "a\ufffdb\ufffd\ufffdc\ufffd\u{1f600}&#13;\n]]&gt;",
  );
  assert.equal(escapeAttribute("\u0007\t"), "\ufffd&#9;");
});
