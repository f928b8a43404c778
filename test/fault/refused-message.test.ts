/** VPP refuses one message of a commit: the error says which, and everything is as it was before. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFault, type Simulator } from "vpp-sim";
import { startBed } from "./support/bed.js";
import { editCandidate, openNetconf } from "./support/netconf-session.js";
import { documentOf, site, sitesIn, vppStateOf, xmlOf } from "./support/network.js";
import { openRestconf } from "./support/restconf-client.js";
import { readVpp } from "./support/vpp-state.js";

/** ADDRESS_IN_USE: a code that no translator takes for success. */
const CODE = -105;

test("a commit whose n-th message VPP refuses names it and leaves no trace, and the next commit works", async (t) => {
  const { server, simulator } = await startBed(t);
  const netconf = await openNetconf(server);
  const restconf = openRestconf(server);
  t.after(() => restconf.close());
  await netconf.commit(xmlOf([site(1, 1, 20)]));
  const runningBefore = await restconf.running();
  const vppBefore = await readVpp(simulator.socketPath);
  const assertUntouched = async () => {
    assert.deepEqual(await restconf.running(), runningBefore);
    assert.deepEqual(await readVpp(simulator.socketPath), vppBefore);
  };

  for (const nth of [1, 2, 3, 5, 50, 500]) {
    await t.test(`message ${nth} of a NETCONF commit that changes one site and makes another`, async () => {
      await netconf.ok(editCandidate(xmlOf([site(1, nth, 20), site(2, nth, 700)])));
      const reply = await refusing(simulator, nth, () => netconf.request("<commit/>"));
      assert.match(reply.answer, /<error-tag>operation-failed<\/error-tag>/);
      assert.match(
        reply.answer,
        /<error-path [^>]*>\/(if:interfaces\/if:interface|rt:routing\/).*loop[12].*<\/error-path>/,
      );
      assert.match(reply.answer, new RegExp(`VPP refused to .* \\(${CODE}\\) from ${reply.message}<`));
      assert.match(reply.answer, new RegExp(`<message>${reply.message}</message><code>${CODE}</code>`));
      await assertUntouched();
      await netconf.ok("<discard-changes/>");
    });

    await t.test(`message ${nth} of a RESTCONF request`, async () => {
      const data = { "ietf-restconf:data": documentOf(site(2, nth, 700)) };
      const reply = await refusing(simulator, nth, () => restconf.request("PATCH", "/restconf/data", data));
      assert.equal(reply.answer.status, 500);
      const [error] = JSON.parse(reply.answer.body)["ietf-restconf:errors"].error;
      assert.equal(error["error-tag"], "operation-failed");
      assert.match(error["error-path"], /^\/ietf-(interfaces|routing):.*loop2/);
      assert.deepEqual(
        [error["error-info"]["sweetcomb-errors:vpp"].message, error["error-info"]["sweetcomb-errors:vpp"].code],
        [reply.message, CODE],
      );
      await assertUntouched();
    });
  }

  const wanted = [site(1, 7, 20), site(2, 7, 700)];
  await netconf.commit(xmlOf(wanted));
  assert.deepEqual(sitesIn(await restconf.running()), wanted);
  assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf(wanted));
});

/** Lets VPP refuse the n-th message that comes; gives what was answered, and the name of that message. */
async function refusing<Answer>(simulator: Simulator, nth: number, act: () => Promise<Answer>) {
  simulator.clearJournal();
  simulator.faults.add(parseFault(`refuse#${nth}=${CODE}`));
  const answer = await act();
  return { answer, message: simulator.journal[nth - 1]!.message };
}
