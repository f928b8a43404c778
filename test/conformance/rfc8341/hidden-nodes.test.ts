/** RFC 8341 3.2.5 and 5: what a user may not read he does not find out by editing, by constraints or by actions either. */

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { TestClient } from "../../northbound/netconf/test-client.js";
import { curl, putResource, skipWithout } from "../../support/clients.js";
import { startLabServer } from "../../support/lab-server.js";
import { onlyError } from "../../support/rpc-errors.js";
import type { ServerProcess } from "../../support/server-process.js";
import { openTlsNetconf } from "../../support/tls-client.js";
import { addCertificateUser } from "../../support/users.js";

const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
const LAB = "/restconf/data/example-lab:lab";
const NACM = "/restconf/data/ietf-netconf-acm:nacm";

/** Hidden from ann and guarded against her: two devices, of which only "a" is there, the title, and an alarm that is not there. */
const hidden = [
  { name: "a", path: "/example-lab:lab/device[name='a']", "access-operations": "*", action: "deny" },
  { name: "z", path: "/example-lab:lab/device[name='z']", "access-operations": "*", action: "deny" },
  { name: "title", path: "/example-lab:lab/title", "access-operations": "*", action: "deny" },
  { name: "alarm", path: "/example-lab:lab/alarm", "access-operations": "*", action: "deny" },
];
const permit = { name: "rest", path: "/example-lab:lab", "access-operations": "*", action: "permit" };

describe("what may not be read", { skip: skipWithout("curl", "openssl") }, () => {
  let server: ServerProcess;
  let ann: TestClient & { readonly stream: { destroy(): void } };
  before(async () => {
    server = await startLabServer();
    await addCertificateUser(server, "ann");
    const group = [{ name: "staff", "user-name": ["ann"] }];
    await putResource(server, `${NACM}/groups/group=staff`, { "ietf-netconf-acm:group": group });
    ann = await openTlsNetconf(server, "ann");
    await ann.hello();
  });
  after(async () => {
    ann?.stream.destroy();
    await server?.dispose();
  });
  beforeEach(async () => {
    const device = [
      { name: "a", serial: 11, peer: "b" },
      { name: "b", serial: 44 },
    ];
    await putResource(server, LAB, { "example-lab:lab": { title: "t", device } });
    await rules(...hidden, permit);
    await ann.request("<discard-changes/>");
  });

  const rules = (...rule: readonly object[]) => {
    const list = [{ name: "staff", group: ["staff"], rule }];
    return putResource(server, `${NACM}/rule-list=staff`, { "ietf-netconf-acm:rule-list": list });
  };
  const edit = (inner: string, target: string, more = "") =>
    ann.request(
      `<edit-config><target><${target}/></target>${more}<config xmlns:nc="${BASE}"><lab xmlns="urn:example:lab">${inner}</lab></config></edit-config>`,
    );
  const errorOf = (reply: string) => reply.replace(/^.*?<rpc-reply[^>]*>/s, "");
  const add = (name: string, serial: number, more = "") =>
    `<device><name>${name}</name><serial>${serial}</serial>${more}</device>`;

  it("is denied to edits in the same words, whether it is there or not and whatever it is", async () => {
    const refusals = new Set<string>();
    for (const target of ["candidate", "running"]) {
      for (const operation of ["create", "merge", "replace", "delete", "remove"]) {
        for (const node of [
          `<title nc:operation="${operation}">t</title>`,
          `<title nc:operation="${operation}">other</title>`,
          `<alarm nc:operation="${operation}"/>`,
          `<device nc:operation="${operation}"><name>a</name></device>`,
          `<device nc:operation="${operation}"><name>z</name></device>`,
          `<device><name>a</name><speed nc:operation="${operation}">7</speed></device>`,
          `<device><name>z</name><speed nc:operation="${operation}">7</speed></device>`,
        ]) {
          for (const option of ["stop-on-error", "rollback-on-error"]) {
            refusals.add(errorOf(await edit(node, target, `<error-option>${option}</error-option>`)));
          }
        }
      }
      for (const name of ["a", "z"]) {
        const none = "<default-operation>none</default-operation>";
        refusals.add(errorOf(await edit(`<device><name>${name}</name></device>`, target, none)));
      }
    }
    const [refusal = "", ...others] = refusals;
    assert.deepEqual(others, []);
    const { tag, path } = onlyError(refusal);
    assert.deepEqual([tag, path], ["access-denied", undefined]);
  });

  it("is denied to RESTCONF in the same words, with conditions and by YANG Patch, too", async () => {
    const answers = async (name: string) => {
      const path = `${LAB}/device=${name}`;
      const body = JSON.stringify({ "example-lab:device": [{ name, serial: 11, peer: "b" }] });
      const as = "ann";
      const patch = JSON.stringify({
        "ietf-yang-patch:yang-patch": {
          "patch-id": "p",
          edit: [{ "edit-id": "e", operation: "remove", target: `/device=${name}` }],
        },
      });
      const requests = [
        { method: "PUT", path, body, as },
        { method: "PATCH", path, body, as },
        { method: "DELETE", path, as },
        { method: "PUT", path, body, as, headers: { "If-Match": "*" } },
        { method: "PUT", path, body, as, headers: { "If-None-Match": "*" } },
        { method: "PATCH", path: LAB, body: patch, as, headers: { "Content-Type": "application/yang-patch+json" } },
      ];
      const seen: string[] = [];
      for (const request of requests) {
        const { status, body: text } = await curl(server, request);
        seen.push(`${status} ${text}`);
      }
      return seen;
    };
    const there = await answers("a");
    assert.deepEqual(
      there.map((answer) => answer.slice(0, 3)),
      ["403", "403", "403", "412", "403", "403"],
    );
    assert.deepEqual(await answers("z"), there);
  });

  it("may be named in a request around what is written", async () => {
    await rules(
      { name: "lab", path: "/example-lab:lab/device/speed", "access-operations": "*", action: "permit" },
      { name: "none", path: "/example-lab:lab", "access-operations": "read", action: "deny" },
    );
    assert.match(await edit("<device><name>a</name><speed>5</speed></device>", "running"), /<ok\/>/);
    assert.equal(
      onlyError(await edit("<device><name>z</name><speed>5</speed></device>", "running")).tag,
      "access-denied",
    );
  });

  it("is not named by the error of a constraint", async () => {
    const serial = onlyError(await edit(add("q", 11), "running"));
    assert.deepEqual([serial.appTag, serial.path], ["data-not-unique", "/lab/device[name='q']"]);
    assert.deepEqual(serial.info, ["non-unique=/lab/device[name='q']/serial"]);
    assert.doesNotMatch(serial.message ?? "", /'a'/);
    const needed = await edit(`<device nc:operation="delete"><name>b</name></device>`, "running");
    assert.deepEqual([onlyError(needed).tag, onlyError(needed).path], ["operation-failed", undefined]);
    assert.doesNotMatch(needed, /'a'|peer/);
    assert.match(await edit(add("q", 11), "candidate"), /<ok\/>/);
    for (const operation of ["<validate><source><candidate/></source></validate>", "<commit/>"]) {
      assert.doesNotMatch(errorOf(await ann.request(operation)), /device\[[^\]]*'a'/);
    }
    const { body } = await curl(server, {
      method: "POST",
      path: LAB,
      as: "ann",
      body: JSON.stringify({ "example-lab:device": [{ name: "q", serial: 11 }] }),
    });
    assert.match(body, /data-not-unique/);
    assert.doesNotMatch(body, /'a'/);
  });

  it("is not found out by constraints by whoever may not write: that comes first", async () => {
    await rules(...hidden);
    for (const device of [add("q", 11), add("q", 12), add("q", 12, "<peer>a</peer>"), add("q", 12, "<peer>z</peer>")]) {
      for (const target of ["candidate", "running"]) {
        const { tag, path } = onlyError(await edit(device, target));
        assert.deepEqual([tag, path], ["access-denied", "/lab/device[name='q']"], device);
      }
    }
  });
});
