import assert from "node:assert/strict";
import { test } from "node:test";
import { XmlScanner } from "../../../src/northbound/restconf/xml-scanner.js";

const table: readonly (readonly [xml: string, elements: number])[] = [
  ["", 0],
  ["text", 0],
  ["<a/>", 1],
  ["<a></a>", 1],
  ["<a/><b/>", 2],
  ["<a><b/><c><d/></c></a><e/>", 2],
  ['<a b="/>"/><c/>', 2],
  ["<a b='<x>'><c/></a>", 1],
  ["<a><!-- <b/></a> --></a><c/>", 2],
  ["<a><![CDATA[</a><b>]]></a>", 1],
  ['<?xml version="1.0"?><a/>', 1],
];

for (const [xml, elements] of table) {
  test(`${xml || "nothing"} has ${elements} elements, whole or byte by byte`, () => {
    assert.equal(new XmlScanner().push(Buffer.from(xml)).length, elements);
    const scanner = new XmlScanner();
    const found = [...Buffer.from(xml)].flatMap((byte) => scanner.push(Uint8Array.of(byte)));
    assert.equal(found.length, elements);
  });
}
