/** VPP goes away and comes back: in the middle of a commit, between commits, before the server starts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFault, type Simulator } from "vpp-sim";
import { startServerProcess } from "../support/server-process.js";
import { eventually, startBed, startVpp } from "./support/bed.js";
import { editCandidate, openNetconf } from "./support/netconf-session.js";
import { type Site, site, vppStateOf, xmlOf } from "./support/network.js";
import { sitesOf } from "./support/running-sites.js";
import { readVpp, type VppState } from "./support/vpp-state.js";

for (const fault of ["disconnect#1", "disconnect#40", "restart#1=50", "restart#40=50"]) {
  test(`a commit during which VPP goes away (${fault}) is refused as a whole; VPP has running when it is back`, async (t) => {
    const { server, simulator } = await startBed(t);
    const netconf = await openNetconf(server);
    const before = [site(1, 1, 30)];
    await netconf.commit(xmlOf(before));
    await netconf.ok(editCandidate(xmlOf([site(1, 2, 60), site(2, 2, 60)])));
    simulator.faults.add(parseFault(fault));
    const reply = await netconf.request("<commit/>");
    assert.match(reply, /<error-tag>resource-denied<\/error-tag>/);
    assert.match(reply, /VPP went away during: /);
    assert.deepEqual(await sitesOf(server), before);
    await untilVppHas(simulator, before);

    // What VPP held may never have gone; the server has to find it again.
    await eventually("commits work", async () => (await netconf.request("<commit/>")).includes("<ok/>"));
    const after = [site(1, 2, 60), site(2, 2, 60)];
    assert.deepEqual(await sitesOf(server), after);
    assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf(after));
  });
}

test("a VPP that was restarted gets everything back, each thing once", async (t) => {
  const { server, simulator } = await startBed(t);
  const netconf = await openNetconf(server);
  const sites = [site(1, 1, 3000), site(2, 1, 20)];
  await netconf.commit(xmlOf(sites));
  simulator.clearJournal();
  const startedAt = performance.now();
  await simulator.restart();
  await eventually("VPP has all routes", () => countOf(simulator, "ip_route_add_del_v2") >= 3020);
  t.diagnostic(`3020 routes were back ${Math.round(performance.now() - startedAt)} ms after VPP`);
  await untilVppHas(simulator, sites);
  assert.equal(countOf(simulator, "ip_route_add_del_v2"), 3020);
  assert.equal(countOf(simulator, "create_loopback_instance"), 2);
});

test("while VPP is away commits are refused and reading goes on; at its return commits work again", async (t) => {
  const { server, simulator } = await startBed(t);
  const netconf = await openNetconf(server);
  await netconf.commit(xmlOf([site(1, 1)]));
  await simulator.die();
  await netconf.ok(editCandidate(xmlOf([site(1, 2)])));
  await eventually("the server knows that VPP is away", async () => {
    const reply = await netconf.request("<commit/>");
    assert.match(reply, /<error-tag>resource-denied<\/error-tag>/);
    return reply.includes("<error-app-tag>vpp-away</error-app-tag>");
  });
  assert.deepEqual(await sitesOf(server), [site(1, 1)]);
  assert.match(await netconf.ok("<get/>"), /<interfaces/);

  await simulator.restart();
  await untilVppHas(simulator, [site(1, 1)]);
  await eventually("commits work", async () => (await netconf.request("<commit/>")).includes("<ok/>"));
  assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf([site(1, 2)]));
});

test("with whenVppIsAway=accept, commits of that time are in VPP at its return, even if the server was killed", async (t) => {
  const bed = await startBed(t, ["--when-vpp-is-away", "accept"]);
  const { simulator } = bed;
  const netconf = await openNetconf(bed.server);
  await netconf.commit(xmlOf([site(1, 1), site(2, 1)]));
  await simulator.die();
  const accepted = [site(1, 2), site(3, 2)];
  await netconf.ok(editCandidate(xmlOf(accepted, ["loop2"])));
  await eventually("the commit is accepted", async () => (await netconf.request("<commit/>")).includes("<ok/>"));
  await simulator.restart();
  await untilVppHas(simulator, accepted);

  await simulator.die();
  const later = [site(1, 3), site(3, 3, 10)];
  await netconf.ok(editCandidate(xmlOf(later)));
  await eventually("the commit is accepted", async () => (await netconf.request("<commit/>")).includes("<ok/>"));
  await bed.server.stop("SIGKILL");
  bed.server = await bed.server.restart();
  assert.deepEqual(await sitesOf(bed.server), later);
  await simulator.restart();
  await untilVppHas(simulator, later);
});

test("a server that starts while VPP is away serves, says so, and fills VPP when it comes", async (t) => {
  const simulator = await startVpp(t);
  await simulator.die();
  const server = await startServerProcess(["--vpp-socket", simulator.socketPath]);
  t.after(() => server.dispose());
  const netconf = await openNetconf(server);
  await netconf.ok(editCandidate(xmlOf([site(1, 1)])));
  assert.match(await netconf.request("<commit/>"), /<error-app-tag>vpp-away<\/error-app-tag>/);
  await simulator.restart();
  await eventually("commits work", async () => (await netconf.request("<commit/>")).includes("<ok/>"));
  assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf([site(1, 1)]));
});

test("a dynamic datastore is written while VPP is away, too, and is in VPP at its return", async (t) => {
  const { server, simulator } = await startBed(t);
  const netconf = await openNetconf(server);
  await netconf.commit(xmlOf([site(1, 1)]));
  await netconf.ok(editDynamic(xmlOf([site(2, 1)])));
  assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf([site(1, 1), site(2, 1)]));
  await simulator.die();
  await netconf.ok(editDynamic(xmlOf([site(3, 1)])));
  await simulator.restart();
  await untilVppHas(simulator, [site(1, 1), site(2, 1), site(3, 1)]);
  assert.deepEqual(await sitesOf(server), [site(1, 1)]);
});

function editDynamic(content: string): string {
  return `<edit-data xmlns="urn:ietf:params:xml:ns:yang:ietf-netconf-nmda"
    xmlns:scds="urn:sweetcomb:params:xml:ns:yang:sweetcomb-datastores"><datastore>scds:controller</datastore>
    <config>${content}</config></edit-data>`;
}

async function untilVppHas({ socketPath }: Simulator, sites: readonly Site[]): Promise<void> {
  const wanted = vppStateOf(sites).join("\n");
  const isEqual = (state: VppState) => state.join("\n") === wanted;
  // VPP itself may still be on its way.
  await eventually("VPP equals running", () => readVpp(socketPath).then(isEqual, () => false));
}

function countOf({ journal }: Simulator, message: string): number {
  return journal.filter((entry) => entry.message === message).length;
}
