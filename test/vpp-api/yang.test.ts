/** Types and messages of VPP's API as YANG statements, and whether libyang takes them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadLibyang, YangContext } from "libyang-wasm";
import { operationModules } from "../../src/vpp-api/operations.js";
import { shapes } from "../../src/vpp-api/shapes.js";
import { moduleText } from "../../src/vpp-api/yang/module-text.js";
import { exampleApi, loadedMessages } from "./example-api.js";

const root = new URL("../../../", import.meta.url);
const inProject = (path: string) => fileURLToPath(new URL(path, root));

const modules = operationModules(exampleApi, loadedMessages);
const text = moduleText(modules[0]!, shapes(exampleApi.modules));

/** Statements without their layout. */
function flat(yang: string): string {
  return yang.replace(/\s+/g, " ");
}

const FIELDS: readonly (readonly [what: string, yang: string])[] = [
  ["a small integer", "leaf small { type int8; }"],
  ["a large integer with VPP's default", "leaf large { type uint64; default 8000; }"],
  ["a floating-point number", "leaf ratio { type vpp:float64; }"],
  ["a truth value, whose default VPP writes in many ways", "leaf is-add { type boolean; default true; }"],
  ["text of fixed size, with room for a NUL", "leaf tag { type string { length 0..15; } }"],
  ["bytes", "leaf key { type binary { length 0..8; } }"],
  ["bytes that hold a name", "leaf engine-name { type string { length 0..16; } }"],
  ["a MAC address", "leaf mac { type yang:mac-address; }"],
  ["an IPv4 address", "leaf four { type inet:ipv4-address-no-zone; }"],
  ["an IPv6 address", "leaf six { type inet:ipv6-address-no-zone; }"],
  ["an address of either family", "leaf address { type inet:ip-address-no-zone; }"],
  ["a prefix with its host bits", "leaf prefix { type vpp:ip-prefix; }"],
  ["an enum with the name of its default", "leaf colour { type colour; default GREEN; }"],
  ["a union in a container", "container either { uses either; }"],
  ["a fixed array of numbers", "leaf-list numbers { type uint16; max-elements 3; ordered-by user; }"],
  ["a counted array of structs, without the field that counts", "list points { uses point; } } output"],
  [
    "constants by name, the first of each value, and other numbers",
    "typedef colour { type union { type enumeration { enum RED { value 1; } enum GREEN { value 2; } } type uint32; } }",
  ],
  [
    "single bits of flags, and other numbers",
    "typedef marks { type union { type bits { bit BOLD { position 0; } bit TALL { position 2; } } type uint8; } }",
  ],
  [
    "an enum that is called flags, as bits",
    "typedef link-flags { type union { type bits { bit LINK_UP { position 0; } bit ADMIN_UP { position 1; } } type uint32; } }",
  ],
  [
    "members of a union as cases",
    "grouping either { choice member { case number { leaf number { type uint32; } } case point { container point { uses point; } } } }",
  ],
  ["the details of a dump as a list", "output { list details { container point { uses point; } } }"],
  [
    "a request without reply",
    'rpc last-words { nacm:default-deny-all; description "VPP message last_words, CRC 11111111."; }',
  ],
  [
    "an event as a notification",
    'notification point-event { nacm:default-deny-all; description "VPP message point_event, CRC 11111111."; leaf pid { type uint32; } container point { uses point; } }',
  ],
];

for (const [what, yang] of FIELDS) {
  test(`${what} has its form in YANG`, () => assert.ok(flat(text).includes(yang), `${yang}\n\nis not in\n\n${text}`));
}

test("there is an rpc for each loaded request, closed to all but those whom a rule lets in", () => {
  const names = modules[0]!.operations.map(({ path }) => path);
  const module = "sweetcomb-vpp-api-every-type";
  const expected = ["every-type", "point-dump", "point-get", "want-points", "last-words"];
  assert.deepEqual(
    names,
    expected.map((name) => `/${module}:${name}`),
  );
  assert.equal(text.match(/\brpc /g)?.length, text.match(/nacm:default-deny-all;\n.*\n\s*(input|output|\})/g)?.length);
});

test("return code and cursor are the server's affair", () => {
  assert.doesNotMatch(text, /retval|cursor|client-index|context/);
});

test("libyang takes the module", async () => {
  using context = new YangContext(await loadLibyang(), {
    searchDirs: ["yang/", "dist/yang/"].map(inProject),
    resolve: ({ module }) => (module === modules[0]!.name ? { text, format: "yang" } : undefined),
  });
  context.loadModule(modules[0]!.name);
  assert.equal(context.topLevel(modules[0]!.name).length, 6);
});
