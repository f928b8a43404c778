import assert from "node:assert/strict";
import { test } from "node:test";
import { parseControlDocument } from "../../../src/northbound/netconf/control-document.js";
import { filterElement } from "../../../src/northbound/netconf/filter-document.js";
import type { FilterElement } from "../../../src/operations/filters/filter-element.js";

const namespaces = { "": "urn:ietf:params:xml:ns:netconf:base:1.0", o: "urn:outer" };

const FILTERS: Readonly<Record<string, string>> = {
  "an empty element": '<filter type="subtree"/>',
  "default namespaces and prefixes": '<filter><a xmlns="urn:a"><b/><o:c xmlns:o="urn:inner"/><o:d/></a></filter>',
  "references in text and namespaces": '<filter><a xmlns="urn:a&amp;b">&lt;x&#65;&#x42;&gt; </a></filter>',
  "CDATA, comments and instructions": "<filter><a><![CDATA[<b>]]> c<!-- <d> --><?e <f> ?></a></filter>",
  "attributes with signs of markup": `<filter><a one="1>" o:two='"/'>x</a><b three = "/" /></filter>`,
  "text around elements": "<filter> x <a>\n y\n</a> z </filter>",
};

for (const [what, xml] of Object.entries(FILTERS)) {
  test(`a filter with ${what} is read as the parser of documents reads it`, () => {
    const plain = (element: FilterElement): unknown => ({ ...element, children: element.children.map(plain) });
    assert.deepEqual(plain(filterElement(xml, namespaces)), plain(parseControlDocument(xml, namespaces)));
  });
}
