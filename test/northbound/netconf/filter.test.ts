import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ManagementError } from "../../../src/errors/management-error.js";
import { filterSelection } from "../../../src/northbound/netconf/filter-selection.js";
import { xpathTokens } from "../../../src/operations/filters/xpath-tokens.js";
import type { FilterParameter } from "../../../src/operations/management.js";
import { xpathLiteral } from "../../../src/schema/instance-path.js";
import { exampleSchema } from "./example-schema.js";

const schema = exampleSchema();
const IF = 'xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces"';
const IP = 'xmlns="urn:ietf:params:xml:ns:yang:ietf-ip"';
const ODD = 'xmlns="urn:example:odd"';
const INTERFACE = "/ietf-interfaces:interfaces/ietf-interfaces:interface";

function subtree(content: string): readonly string[] | undefined {
  const namespaces = { "": "urn:ietf:params:xml:ns:netconf:base:1.0" };
  const xml = `<filter type="subtree">${content}</filter>`;
  return filterSelection({ type: "subtree", select: undefined, xml, namespaces }, schema);
}

function xpath(select: string | undefined, namespaces: Record<string, string> = {}): readonly string[] | undefined {
  const filter: FilterParameter = { type: "xpath", select, xml: "<filter/>", namespaces };
  return filterSelection(filter, schema);
}

const SUBTREES: Readonly<Record<string, readonly [filter: string, selected: readonly string[]]>> = {
  "an empty filter selects nothing": ["", []],
  "a filter of white space and comments selects nothing": ["  <!-- all -->\n", []],
  "a top-level element selects its subtree": [`<interfaces ${IF}/>`, ["/ietf-interfaces:interfaces"]],
  "siblings are a union": [
    `<interfaces ${IF}/><odd ${ODD}/><greeting ${ODD}/>`,
    ["/ietf-interfaces:interfaces", "/odd:odd", "/odd:greeting"],
  ],
  "an unknown namespace selects nothing": ['<interfaces xmlns="urn:nobody"/>', []],
  "an unknown element selects nothing": [`<nonsense ${IF}/>`, []],
  "an unknown element inside selects nothing of its parent": [`<interfaces ${IF}><nonsense/></interfaces>`, []],
  "an element in no namespace stands for any module": ['<interfaces xmlns=""/>', ["/ietf-interfaces:interfaces"]],
  "an element that inherits the namespace of rpc stands for any module": [
    "<interfaces><interface><ipv4/></interface></interfaces>",
    [`${INTERFACE}/ietf-ip:ipv4`],
  ],
  "an element in a namespace of its own is of that module only": [
    `<interfaces ${IF}><interface><ipv4/></interface></interfaces>`,
    [],
  ],
  "elements of other modules are found below": [
    `<interfaces ${IF}><interface><ipv4 ${IP}><mtu/></ipv4></interface></interfaces>`,
    [`${INTERFACE}/ietf-ip:ipv4/ietf-ip:mtu`],
  ],
  "a prefix works as a default namespace does": [
    '<i:interfaces xmlns:i="urn:ietf:params:xml:ns:yang:ietf-interfaces"><i:interface/></i:interfaces>',
    [INTERFACE],
  ],
  "selection nodes select themselves": [
    `<interfaces ${IF}><interface><name/><mtu/></interface></interfaces>`,
    [`${INTERFACE}/ietf-interfaces:name`, `${INTERFACE}/ietf-interfaces:mtu`],
  ],
  "a content match alone selects the whole entry": [
    `<interfaces ${IF}><interface><name>eth0</name></interface></interfaces>`,
    [`${INTERFACE}[name='eth0']`],
  ],
  "space around a content match is not part of it": [
    `<interfaces ${IF}><interface><name>\n eth0\t</name></interface></interfaces>`,
    [`${INTERFACE}[name='eth0']`],
  ],
  "a content match with selections selects these and itself": [
    `<interfaces ${IF}><interface><name>eth0</name><mtu/></interface></interfaces>`,
    [`${INTERFACE}[name='eth0']/ietf-interfaces:name`, `${INTERFACE}[name='eth0']/ietf-interfaces:mtu`],
  ],
  "several content matches must all hold, keys first": [
    `<odd ${ODD}><pair><value>v</value><second>2</second><first>1</first></pair></odd>`,
    ["/odd:odd/odd:pair[first='1'][second='2'][odd:value='v']"],
  ],
  "the same leaf twice must have both values": [
    `<interfaces ${IF}><interface><name>a</name><name>b</name></interface></interfaces>`,
    [`${INTERFACE}[name='a'][name='b']`],
  ],
  "two entries are a union": [
    `<interfaces ${IF}><interface><name>a</name></interface><interface><name>b</name></interface></interfaces>`,
    [`${INTERFACE}[name='a']`, `${INTERFACE}[name='b']`],
  ],
  "content matches and containment go together": [
    `<interfaces ${IF}><interface><enabled>true</enabled><ipv4 ${IP}><address><ip>10.0.0.1</ip></address></ipv4></interface></interfaces>`,
    [
      `${INTERFACE}[ietf-interfaces:enabled='true']/ietf-interfaces:enabled`,
      `${INTERFACE}[ietf-interfaces:enabled='true']/ietf-ip:ipv4/ietf-ip:address[ip='10.0.0.1']`,
    ],
  ],
  "of a leaf-list only the entry that matched is selected": [
    `<interfaces ${IF}><interface><tag>red</tag><mtu/></interface></interfaces>`,
    [
      `${INTERFACE}[ietf-interfaces:tag='red']/ietf-interfaces:tag[.='red']`,
      `${INTERFACE}[ietf-interfaces:tag='red']/ietf-interfaces:mtu`,
    ],
  ],
  "a content match of an unknown leaf selects nothing": [
    `<interfaces ${IF}><interface><name>eth0</name><colour>red</colour></interface></interfaces>`,
    [],
  ],
  "text in a container matches nothing": [`<interfaces ${IF}>all</interfaces>`, []],
  "elements in a leaf select nothing": [`<interfaces ${IF}><interface><mtu><unit/></mtu></interface></interfaces>`, []],
  "an attribute match selects nothing": [`<interfaces ${IF} xmlns:x="urn:x" x:colour="red"/>`, []],
  "an attribute match inside selects nothing": [
    `<interfaces ${IF}><interface><name colour="red">eth0</name></interface></interfaces>`,
    [],
  ],
  "a top-level content match selects the leaf that has the value": [
    `<greeting ${ODD}>hello</greeting>`,
    ["/odd:greeting[.='hello']"],
  ],
  "identities are compared by module and not by the client's prefix": [
    `<interfaces ${IF}><interface><type xmlns:x="urn:ietf:params:xml:ns:yang:iana-if-type">x:tunnel</type></interface></interfaces>`,
    [`${INTERFACE}[ietf-interfaces:type='iana-if-type:tunnel']`],
  ],
  "an identity without prefix is of the default namespace": [
    `<i:interfaces xmlns:i="urn:ietf:params:xml:ns:yang:ietf-interfaces"><i:interface><i:type xmlns="urn:ietf:params:xml:ns:yang:iana-if-type">tunnel</i:type></i:interface></i:interfaces>`,
    [`${INTERFACE}[ietf-interfaces:type='iana-if-type:tunnel']`],
  ],
  "instance identifiers are compared with module names": [
    `<odd ${ODD}><reference xmlns:i="urn:ietf:params:xml:ns:yang:ietf-interfaces">/i:interfaces/i:interface[i:name="a:b"]</reference></odd>`,
    [`/odd:odd[odd:reference='/ietf-interfaces:interfaces/ietf-interfaces:interface[ietf-interfaces:name="a:b"]']`],
  ],
  "content of anydata is not filtered": [`<odd ${ODD}><anything><deep/></anything></odd>`, ["/odd:odd/odd:anything"]],
  "operations and actions are no data": [
    `<make-toast ${ODD}/><interfaces ${IF}><interface><reset/></interface></interfaces>`,
    [],
  ],
  "CDATA and references are read as XML has them": [
    `<interfaces ${IF}><interface><name><![CDATA[a<b]]>&amp;&#x63;</name></interface></interfaces>`,
    [`${INTERFACE}[name='a<b&c']`],
  ],
  "a name that needs both quotes is put together": [
    `<interfaces ${IF}><interface><name>a'b"c</name></interface></interfaces>`,
    [`${INTERFACE}[name=concat('a', "'", 'b"c')]`],
  ],
};

for (const [name, [filter, selected]] of Object.entries(SUBTREES)) {
  test(`subtree filter: ${name}`, () => assert.deepEqual(subtree(filter), selected));
}

test("without a filter everything is selected", () => {
  assert.equal(filterSelection(undefined, schema), undefined);
});

test("a filter without a type is a subtree filter", () => {
  const xml = `<filter><odd ${ODD}/></filter>`;
  assert.deepEqual(filterSelection({ type: undefined, select: undefined, xml, namespaces: {} }, schema), ["/odd:odd"]);
});

test("a filter may use prefixes that are declared around it", () => {
  const xml = "<nc:filter><o:odd/></nc:filter>";
  const namespaces = { nc: "urn:ietf:params:xml:ns:netconf:base:1.0", o: "urn:example:odd" };
  assert.deepEqual(filterSelection({ type: undefined, select: undefined, xml, namespaces }, schema), ["/odd:odd"]);
});

const NAMESPACES = { i: "urn:ietf:params:xml:ns:yang:ietf-interfaces", p: "urn:ietf:params:xml:ns:yang:ietf-ip" };

const XPATHS: Readonly<Record<string, string>> = {
  "/i:interfaces/i:interface[i:name='i:eth0']/p:ipv4":
    "/ietf-interfaces:interfaces/ietf-interfaces:interface[ietf-interfaces:name='i:eth0']/ietf-ip:ipv4",
  '//i:*[contains(., "p:x") and not(p:ipv4)] | /i:interfaces':
    '//ietf-interfaces:*[contains(., "p:x") and not(ietf-ip:ipv4)] | /ietf-interfaces:interfaces',
  "/child::i:interfaces/descendant-or-self::node()": "/child::ietf-interfaces:interfaces/descendant-or-self::node()",
  "/interfaces/interface[1]/@*": "/interfaces/interface[1]/@*",
  "count(/i:interfaces/*) > 1.5 * .5": "count(/ietf-interfaces:interfaces/*) > 1.5 * .5",
  "/i:interfaces/i:interface-state.more": "/ietf-interfaces:interfaces/ietf-interfaces:interface-state.more",
};

for (const [select, qualified] of Object.entries(XPATHS)) {
  test(`XPath filter: ${select}`, () => assert.deepEqual(xpath(select, NAMESPACES), [qualified]));
}

function isError(tag: string, details: Record<string, string>) {
  return (error: unknown) => {
    assert.ok(error instanceof ManagementError);
    assert.equal(error.tag, tag);
    for (const [name, value] of Object.entries(details)) assert.equal(error.details[name as "badElement"], value);
    return true;
  };
}

test("an XPath filter with an undeclared prefix is refused", () => {
  assert.throws(() => xpath("/i:interfaces"), isError("invalid-value", { badElement: "filter" }));
  assert.throws(() => xpath("/constructor:interfaces"), isError("invalid-value", { badElement: "filter" }));
});

test("an XPath filter with a namespace of no module is refused", () => {
  const expected = isError("unknown-namespace", { badNamespace: "urn:nobody" });
  assert.throws(() => xpath("/n:interfaces", { n: "urn:nobody" }), expected);
});

test("an XPath filter without select is refused", () => {
  assert.throws(() => xpath(undefined), isError("missing-attribute", { badAttribute: "select", badElement: "filter" }));
});

test("an unknown type of filter is refused", () => {
  const filter = { type: "regular-expression", select: undefined, xml: "<filter/>", namespaces: {} };
  assert.throws(() => filterSelection(filter, schema), isError("bad-attribute", { badAttribute: "type" }));
});

test("a string becomes an XPath literal in the quotes that it does not have", () => {
  assert.equal(xpathLiteral("plain"), "'plain'");
  assert.equal(xpathLiteral("it's"), `"it's"`);
  assert.equal(xpathLiteral('say "x"'), `'say "x"'`);
  assert.equal(xpathLiteral(`'"'`), `concat('', "'", '"', "'", '')`);
});

test("the tokens of an expression are the expression", () => {
  const soup = fc.array(fc.constantFrom("a:b", "a::b", "*", ":", "'", '"', "[", "]", "1.5", " ", "é", "-x", "."));
  fc.assert(
    fc.property(
      fc.oneof(
        soup.map((parts) => parts.join("")),
        fc.string({ unit: "binary" }),
      ),
      (expression) => {
        let joined = "";
        for (const token of xpathTokens(expression)) {
          if (token.kind === "other") joined += token.text;
          else joined += token.prefix === undefined ? token.local : `${token.prefix}:${token.local}`;
        }
        assert.equal(joined, expression);
      },
    ),
    { numRuns: 500 },
  );
});

test("any filter is either converted or refused with an error of ours", () => {
  const names = [
    "interfaces",
    "interface",
    "name",
    "ipv4",
    "pair",
    "first",
    "anything",
    "_",
    "constructor",
    "__proto__",
  ];
  const leaf = fc.constantFrom("", "eth0", "a'b\"c", "&amp;", "<!-- -->", "<![CDATA[<]]>", "<unclosed>");
  const { element } = fc.letrec<{ element: string }>((tie) => ({
    element: fc
      .tuple(
        fc.constantFrom(...names),
        fc.constantFrom("", IF, IP, ODD, 'xmlns=""', 'a="b"'),
        fc.oneof({ maxDepth: 6 }, leaf, tie("element")),
      )
      .map(([name, attributes, content]) => `<${name} ${attributes}>${content}</${name}>`),
  }));
  fc.assert(
    fc.property(fc.array(element, { maxLength: 3 }), (elements) => {
      try {
        for (const path of subtree(elements.join("")) ?? []) assert.match(path, /^\/[a-z-]+:/);
      } catch (error) {
        assert.ok(error instanceof ManagementError, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
