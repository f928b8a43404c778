import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ManagementError } from "../../../src/errors/management-error.js";
import { decodeHello, encodeHello, negotiateFraming } from "../../../src/northbound/netconf/hello.js";

const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
const V10 = "urn:ietf:params:netconf:base:1.0";
const V11 = "urn:ietf:params:netconf:base:1.1";

function hello(content: string, attributes = `xmlns="${BASE}"`): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<hello ${attributes}>${content}</hello>`);
}

test("the server's hello has both base capabilities, the others escaped, and the session", () => {
  const text = encodeHello(["urn:x?module=a&revision=1", V11], 7).toString();
  assert.ok(text.includes(`<hello xmlns="${BASE}">`));
  assert.ok(text.includes("<session-id>7</session-id>"));
  assert.equal(text.split(`<capability>${V11}</capability>`).length, 2);
  assert.ok(text.includes(`<capability>${V10}</capability>`));
  assert.ok(text.includes("<capability>urn:x?module=a&amp;revision=1</capability>"));
});

test("a client's hello gives its capabilities without space around them", () => {
  const message = hello(
    `<capabilities><capability>\n ${V10}\n</capability><capability>${V11}</capability></capabilities>`,
  );
  assert.deepEqual(decodeHello(message), [V10, V11]);
});

test("a client's hello may use a prefix", () => {
  const text = `<n:hello xmlns:n="${BASE}"><n:capabilities><n:capability>${V10}</n:capability></n:capabilities></n:hello>`;
  assert.deepEqual(decodeHello(Buffer.from(text)), [V10]);
});

const CAPABILITIES = `<capabilities><capability>${V11}</capability></capabilities>`;

const REFUSED: Readonly<Record<string, Buffer>> = {
  "no XML": Buffer.from("SSH-2.0-confused"),
  nothing: Buffer.from(""),
  "an unclosed element": Buffer.from(`<hello xmlns="${BASE}"><capabilities>`),
  "two roots": Buffer.concat([hello(CAPABILITIES), Buffer.from("<more/>")]),
  "text after the root": Buffer.concat([hello(CAPABILITIES), Buffer.from("more")]),
  "another root": Buffer.from(`<rpc xmlns="${BASE}">${CAPABILITIES}</rpc>`),
  "another namespace": hello(CAPABILITIES, 'xmlns="urn:other"'),
  "no namespace": hello(CAPABILITIES, ""),
  "no capabilities": hello(""),
  "an empty list of capabilities": hello("<capabilities/>"),
  "a session-id": hello(`${CAPABILITIES}<session-id>4</session-id>`),
  "an entity declaration": Buffer.from(
    `<!DOCTYPE x [<!ENTITY a "b">]><hello xmlns="${BASE}">${CAPABILITIES}&a;</hello>`,
  ),
  "elements nested too deep": hello(`${CAPABILITIES}${"<a>".repeat(2000)}${"</a>".repeat(2000)}`),
};

for (const [name, message] of Object.entries(REFUSED)) {
  test(`a client's hello is refused with: ${name}`, () => {
    assert.throws(() => decodeHello(message), ManagementError);
  });
}

test("random documents are refused with an error of ours", () => {
  const soup = fc.array(
    fc.constantFrom("<hello", ">", "</hello>", "<a>", "</a>", " x='1'", "<_/>", "&lt;", "<![CDATA[", "]]>"),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        soup.map((parts) => parts.join("")),
        fc.string(),
      ),
      (text) => {
        assert.throws(() => decodeHello(Buffer.from(text)), ManagementError);
      },
    ),
    { numRuns: 300 },
  );
});

test("chunks are used when both sides have base:1.1", () => {
  assert.equal(negotiateFraming([V10, V11]), "chunked");
  assert.equal(negotiateFraming([V11]), "chunked");
  assert.equal(negotiateFraming([V10]), "end-of-message");
  assert.throws(() => negotiateFraming(["urn:ietf:params:netconf:base:2.0"]), ManagementError);
});
