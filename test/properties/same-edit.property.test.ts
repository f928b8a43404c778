/** The same edit over either protocol ends in the same tree, or is refused by both. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Session } from "../../src/operations/management.js";
import { createManagementBed, type ManagementBed } from "../support/management-bed.js";
import { configOf, requestOf } from "./edits-on-the-wire.js";
import { type RandomEdit, randomEdit } from "./random-edits.js";

let overNetconf: ManagementBed;
let overRestconf: ManagementBed;
let session: Session;

before(async () => {
  overNetconf = await createManagementBed();
  overRestconf = await createManagementBed();
  session = overNetconf.openSession();
});
after(async () => {
  await overNetconf.close();
  await overRestconf.close();
});

const removal =
  '<edit-config><target><running/></target><config><lab xmlns="urn:example:lab" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="remove"/></config></edit-config>';

test("a sequence of random edits over NETCONF and over RESTCONF ends in the same tree, refusals included", async () => {
  const outcomes = new Map<string, number>();
  const liveBefore = [await overNetconf.liveHandles(), await overRestconf.liveHandles()];
  const steps = fc.array(fc.record({ edit: randomEdit, viaCandidate: fc.boolean() }), { minLength: 1, maxLength: 20 });
  const run = fc.asyncProperty(steps, async (sequence) => {
    for (const bed of [overNetconf, overRestconf]) assert.equal(await bed.netconf(bed.openSession(), removal), "ok");
    for (const { edit, viaCandidate } of sequence) {
      const http = await restconf(edit);
      outcomes.set(http, (outcomes.get(http) ?? 0) + 1);
      // A plain patch must not create its target (RFC 8040 4.6.1), merge does.
      const isRefusedPatch = edit.operation === "merge" && http === "data-missing" && !(await isThere(edit));
      // Which of two faults is found first may differ.
      if (!isRefusedPatch)
        assert.equal((await netconf(edit, viaCandidate)) === "ok", http === "ok", JSON.stringify(edit));
      assert.equal(await overNetconf.read("running"), await overRestconf.read("running"), JSON.stringify(edit));
    }
  });
  await fc.assert(run, { numRuns: 200, interruptAfterTimeLimit: 15_000 });
  assert.ok((outcomes.get("ok") ?? 0) > 20, `the edits were all refused: ${JSON.stringify([...outcomes])}`);
  assert.deepEqual([await overNetconf.liveHandles(), await overRestconf.liveHandles()], liveBefore);
});

/** "ok", or the tag of the error. */
async function restconf(edit: RandomEdit): Promise<string> {
  const { method, url, payload } = requestOf(edit);
  const type = { "content-type": "application/yang-data+json", accept: "application/yang-data+json" };
  const request = { method, url, headers: type, ...(payload === undefined ? {} : { payload }) };
  const { statusCode, body } = await overRestconf.restconf.inject(request);
  if (statusCode < 300) return "ok";
  return JSON.parse(body)["ietf-restconf:errors"].error[0]["error-tag"];
}

/** The node as it was before the edit, which has been refused. */
async function isThere(edit: RandomEdit): Promise<boolean> {
  const { url } = requestOf({ ...edit, operation: "delete" });
  const headers = { accept: "application/yang-data+json" };
  return (await overRestconf.restconf.inject({ method: "GET", url, headers })).statusCode === 200;
}

async function netconf(edit: RandomEdit, viaCandidate: boolean): Promise<string> {
  const target = viaCandidate ? "candidate" : "running";
  const options = "<error-option>rollback-on-error</error-option>";
  const rpc = `<edit-config><target><${target}/></target>${options}<config>${configOf(edit)}</config></edit-config>`;
  const edited = await overNetconf.netconf(session, rpc);
  if (edited !== "ok" || !viaCandidate) return edited;
  const committed = await overNetconf.netconf(session, "<commit/>");
  if (committed !== "ok") await overNetconf.netconf(session, "<discard-changes/>");
  return committed;
}
