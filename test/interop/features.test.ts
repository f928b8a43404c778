/** Features of VPP in the YANG library, which leaves out what the connected VPP lacks. */

import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startSimulator } from "vpp-sim";
import { curl, skipWithout } from "../support/clients.js";
import { startServerProcess } from "../support/server-process.js";

test("the library has the features that VPP offers, and not those that it lacks", {
  skip: skipWithout("curl"),
}, async (t) => {
  const socketPath = join(tmpdir(), `sweetcomb-features-${process.pid}.sock`);
  const simulator = await startSimulator({ socketPath, without: ["memif_create_v2"] });
  t.after(() => simulator.close());
  const server = await startServerProcess(["--vpp-socket", socketPath]);
  t.after(() => server.dispose());
  const path = "/restconf/data/ietf-yang-library:yang-library/module-set=complete/module=sweetcomb-features/feature";
  const features = async () => {
    const { status, body } = await curl(server, { path: path.replace("/feature", "") });
    assert.equal(status, 200);
    return JSON.parse(body)["ietf-yang-library:module"][0].feature as readonly string[];
  };
  let offered = await features();
  while (offered.includes("memif")) offered = await features();
  assert.ok(offered.includes("ip"));
  const refused = await curl(server, {
    method: "PUT",
    path: "/restconf/data/ietf-interfaces:interfaces/interface=m",
    body: JSON.stringify({ "ietf-interfaces:interface": [{ name: "m", type: "sweetcomb-interfaces:memif" }] }),
  });
  assert.equal(refused.status, 501);
  assert.match(refused.body, /lacks memif_create_v2/);
});
