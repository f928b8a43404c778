/** Interfaces to and from virtual machines. */

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

export const virtioScenarios: Scenarios = {
  "vhost-user interfaces are read back as configured, and found by a restarted server": async (bed) => {
    const folder = mkdtempSync(join(tmpdir(), "sweetcomb-"));
    const configuration = a.interfaces(
      vhostUser("vm one", { socket: join(folder, "one.sock"), role: "server" }, a.addresses("192.0.2.1/24")),
      vhostUser(
        "vm two",
        { socket: join(folder, "two.sock"), instance: 22, gso: true, "packed-ring": true, "event-index": true },
        { "sweetcomb-interfaces:mac-address": "02:00:00:00:aa:02" },
      ),
      vhostUser("vm three", {
        socket: join(folder, "three.sock"),
        "merge-buffers": false,
        "indirect-descriptors": false,
      }),
    );
    await isReadBack(bed, configuration);
    assert.deepEqual(await bed.restartServer(), []);
    assert.match(String((await a.interfaceOf(bed, "vm two"))?.["sweetcomb-interfaces:vpp-name"]), /\/22$/);
  },

  "the socket of a vhost-user interface changes in place, what it offers to the driver by making it anew": async (
    bed,
  ) => {
    const folder = mkdtempSync(join(tmpdir(), "sweetcomb-"));
    const settings = { socket: join(folder, "one.sock") };
    const indexWith = async (more: a.Member) => {
      await isReadBack(bed, a.interfaces(vhostUser("vm", { ...settings, ...more }, a.addresses("192.0.2.1/24"))));
      return (await a.interfaceOf(bed, "vm"))?.["phys-address"];
    };
    const made = await indexWith({});
    assert.equal(await indexWith({ role: "server", socket: join(folder, "other.sock"), gso: true }), made);
    assert.equal(await indexWith({ "packed-ring": true, "event-index": true }), made);
    assert.notEqual(await indexWith({ "merge-buffers": false }), made);
  },

  "two vhost-user interfaces cannot share a socket": async (bed) => {
    const [one, other] = ["one", "other"].map((name) => vhostUser(name, { socket: "/tmp/sweetcomb-shared.sock" }));
    await assert.rejects(bed.configure(a.interfaces(one!, other!)));
  },

  "a virtio device that is not there is refused": async (bed) => {
    const device = { name: "eth9", type: "sweetcomb-virtio:virtio-pci" };
    await assert.rejects(
      bed.configure(a.interfaces({ ...device, "sweetcomb-virtio:virtio-pci": { address: "0000:7f:1f.7" } })),
      { tag: "operation-failed" },
    );
  },
};

function vhostUser(name: string, settings: a.Member, more: a.Member = {}): a.Member {
  return { name, type: "sweetcomb-virtio:vhost-user", "sweetcomb-virtio:vhost-user": settings, ...more };
}
