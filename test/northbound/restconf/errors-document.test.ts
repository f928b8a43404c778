import assert from "node:assert/strict";
import { test } from "node:test";
import { ManagementError } from "../../../src/errors/management-error.js";
import { encodeErrors } from "../../../src/northbound/restconf/errors-document.js";
import { schema } from "./support/schema.js";

const path = "/example-devices:devices/device[name='a']/example-extra:note";

const refusal = new ManagementError("operation-failed", {
  path,
  message: 'VPP said "no" & <meant> it',
  appTag: "vpp",
  vpp: { messageName: "sw_interface_set_mtu", code: -2, codeName: "INVALID_SW_IF_INDEX" },
});

test("an error in JSON has its path in the form of RFC 7951 and VPP's words in error-info", () => {
  assert.deepEqual(JSON.parse(encodeErrors([refusal], "json", schema)), {
    "ietf-restconf:errors": {
      error: [
        {
          "error-type": "application",
          "error-tag": "operation-failed",
          "error-app-tag": "vpp",
          "error-path": path,
          "error-message": 'VPP said "no" & <meant> it',
          "error-info": {
            "sweetcomb-errors:vpp": { message: "sw_interface_set_mtu", code: -2, name: "INVALID_SW_IF_INDEX" },
          },
        },
      ],
    },
  });
});

test("an error in XML has its path with prefixes that are declared beside it", () => {
  assert.equal(
    encodeErrors([refusal], "xml", schema),
    '<errors xmlns="urn:ietf:params:xml:ns:yang:ietf-restconf"><error><error-type>application</error-type>' +
      "<error-tag>operation-failed</error-tag><error-app-tag>vpp</error-app-tag>" +
      '<error-path xmlns:dev="urn:example:example-devices" xmlns:ex="urn:example:example-extra">' +
      "/dev:devices/dev:device[dev:name='a']/ex:note</error-path>" +
      '<error-message>VPP said "no" &amp; &lt;meant&gt; it</error-message>' +
      '<error-info><vpp xmlns="urn:sweetcomb:params:xml:ns:yang:sweetcomb-errors"><message>sw_interface_set_mtu</message>' +
      "<code>-2</code><name>INVALID_SW_IF_INDEX</name></vpp></error-info></error></errors>",
  );
});

test("two modules that want the same prefix get different ones", () => {
  const error = new ManagementError("invalid-value", {
    path: "/example-devices:devices/example-other:other",
    message: "m",
  });
  const document = encodeErrors([error], "xml", schema);
  assert.match(document, /xmlns:dev="urn:example:example-devices" xmlns:dev2="urn:example:example-other"/);
  assert.match(document, />\/dev:devices\/dev2:other</);
});

test("what RFC 6241 wants in error-info is there, and paths that break a unique statement are a list", () => {
  const error = new ManagementError("operation-failed", {
    message: "m",
    badElement: "e",
    badAttribute: "a",
    badNamespace: "n",
    sessionId: 0,
    nonUnique: ["/p:a", "/p:b"],
    missingChoice: "way",
  });
  const document = JSON.parse(encodeErrors([error], "json", schema));
  assert.deepEqual(document["ietf-restconf:errors"].error[0]["error-info"], {
    "ietf-netconf:bad-attribute": "a",
    "ietf-netconf:bad-element": "e",
    "ietf-netconf:bad-namespace": "n",
    "ietf-netconf:session-id": 0,
    "yang:non-unique": ["/p:a", "/p:b"],
    "yang:missing-choice": "way",
  });
  assert.match(
    encodeErrors([error], "xml", schema),
    /<bad-element xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">e<\/bad-element>/,
  );
});

test("several errors stand in one document", () => {
  const document = JSON.parse(encodeErrors([refusal, refusal], "json", schema));
  assert.equal(document["ietf-restconf:errors"].error.length, 2);
});

test("a path that the schema does not know is left out of XML and kept in JSON", () => {
  const error = new ManagementError("unknown-element", { path: "/nowhere:node", message: "m" });
  assert.doesNotMatch(encodeErrors([error], "xml", schema), /error-path/);
  assert.match(encodeErrors([error], "json", schema), /nowhere:node/);
});

test("characters that XML cannot carry do not break the document", () => {
  const error = new ManagementError("invalid-value", { message: "bell \u0007 and \uD800" });
  assert.match(encodeErrors([error], "xml", schema), /bell \uFFFD and \uFFFD/);
});
