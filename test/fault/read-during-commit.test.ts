/** Reading in the middle of a commit: each reader sees one state, and the commit is not disturbed. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { startBed } from "./support/bed.js";
import { openNetconf } from "./support/netconf-session.js";
import { documentOf, site, sitesIn, vppStateOf, xmlOf } from "./support/network.js";
import { openRestconf } from "./support/restconf-client.js";
import { readVpp } from "./support/vpp-state.js";

test("startup and running that are read while VPP takes its time with a RESTCONF write do not disturb it", async (t) => {
  const bed = await startBed(t);
  const { simulator } = bed;
  const netconf = await openNetconf(bed.server);
  const other = await openNetconf(bed.server);
  const restconf = openRestconf(bed.server);
  await netconf.commit(xmlOf([site(1, 1)]));
  await netconf.commit(xmlOf([site(1, 2), site(3, 2)]));
  simulator.stall();
  const data = { "ietf-restconf:data": documentOf(site(2, 3, 30)) };
  const write = restconf.request("PATCH", "/restconf/data", data);
  // Startup is read from running and the journal, so that it waits for the write; running is read beside it.
  const startup = other.ok(getConfig("startup"));
  for (let count = 0; count < 20; count++) {
    const running = await netconf.ok(getConfig("running"));
    assert.match(running, /loop1.*loop3/s);
    assert.doesNotMatch(running, /loop2/);
  }
  simulator.resume();
  assert.equal((await write).status, 204);
  const wanted = [site(1, 2), site(2, 3, 30), site(3, 2)];
  assert.deepEqual(sitesIn(await restconf.running()), wanted);
  assert.doesNotMatch(await startup, /loop/);
  assert.match(await netconf.ok(getConfig("candidate")), /loop2/);
  assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf(wanted));
  restconf.close();

  await bed.server.stop("SIGKILL");
  bed.server = await bed.server.restart();
  const reader = openRestconf(bed.server);
  assert.deepEqual(sitesIn(await reader.running()), wanted);
  reader.close();
  assert.deepEqual(await readVpp(simulator.socketPath), vppStateOf(wanted));
});

function getConfig(source: string): string {
  return `<get-config><source><${source}/></source></get-config>`;
}
