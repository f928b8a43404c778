/** VPP is there but does not answer: errors come in bounded time, late replies do no harm, and others are served. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseFault } from "vpp-sim";
import { eventually, startBed } from "./support/bed.js";
import { editCandidate, openNetconf } from "./support/netconf-session.js";
import { site, sitesIn, vppStateOf, xmlOf } from "./support/network.js";
import { openRestconf } from "./support/restconf-client.js";
import { readVpp, type VppState } from "./support/vpp-state.js";

// Most of the time is spent waiting for answers that do not come, so the tests run beside each other.
describe("a VPP that does not answer", { concurrency: true }, () => {
  test("for a moment only: the commit waits for it, and reading the configuration does not", async (t) => {
    const { server, simulator } = await startBed(t);
    const netconf = await openNetconf(server);
    const restconf = openRestconf(server);
    t.after(() => restconf.close());
    await netconf.ok(editCandidate(xmlOf([site(1, 1, 50)])));
    simulator.stall();
    let isCommitted = false;
    const commit = netconf.ok("<commit/>").then(() => {
      isCommitted = true;
    });
    assert.deepEqual(sitesIn(await restconf.running()), []);
    assert.equal(isCommitted, false);
    simulator.resume();
    await commit;
    assert.deepEqual(sitesIn(await restconf.running()), [site(1, 1, 50)]);
    assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf([site(1, 1, 50)]));
  });

  test("for longer than is waited: the commit fails, and VPP is made equal to running when it answers", async (t) => {
    const { server, simulator } = await startBed(t);
    const netconf = await openNetconf(server);
    const other = await openNetconf(server);
    await netconf.commit(xmlOf([site(1, 1, 20)]));
    await netconf.ok(editCandidate(xmlOf([site(1, 2, 40), site(2, 2, 40)])));
    simulator.faults.add(parseFault("stall#30=35000"));
    t.after(() => simulator.resume());
    const commit = netconf.request("<commit/>");
    assert.match(await other.ok("<get-config><source><running/></source></get-config>"), /step 1</);
    assert.match(await other.request("<get/>"), /<error-tag>resource-denied<\/error-tag>.*did not answer in time/s);
    assert.match(await commit, /<error-tag>rollback-failed<\/error-tag>.*did not answer in time/s);
    assert.match(await other.ok("<get-config><source><running/></source></get-config>"), /step 1</);
    await other.ok(editCandidate(xmlOf([site(3, 2)])));

    simulator.resume();
    await eventually("commits work", async () => (await netconf.request("<commit/>")).includes("<ok/>"));
    const wanted = vppStateOf([site(1, 2, 40), site(2, 2, 40), site(3, 2)]);
    assert.deepEqual(await readVpp(simulator.socketPath), wanted);
  });

  test("to one message: the commit fails, VPP is made equal to running, and the next one works", async (t) => {
    const { server, simulator } = await startBed(t);
    const netconf = await openNetconf(server);
    await netconf.commit(xmlOf([site(1, 1, 20)]));
    const before = await readVpp(simulator.socketPath);
    await netconf.ok(editCandidate(xmlOf([site(1, 2, 40), site(2, 2, 40)])));
    simulator.faults.add(parseFault("lose-reply:ip_route_add_del_v2#25"));
    const reply = await netconf.request("<commit/>");
    // Whether VPP made the route is not known, so that it cannot simply be taken back: a resync finds it.
    assert.match(reply, /<error-tag>rollback-failed<\/error-tag>/);
    assert.match(reply, /VPP did not answer in time: (create|update|delete) ipv4-static-route/);
    const isAsBefore = (state: VppState) => state.join() === before.join();
    await eventually("VPP is as before", () => readVpp(simulator.socketPath).then(isAsBefore));
    await netconf.ok("<commit/>");
    assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf([site(1, 2, 40), site(2, 2, 40)]));
  });
});
