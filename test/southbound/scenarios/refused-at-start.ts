/** A stored configuration of which a newer server refuses a part: the rest is applied, the part is told, and whoever mends it gets out. */

import assert from "node:assert/strict";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import type { Scenarios } from "../scenario.js";

const numbered = (name: string, instance: number, ...more: string[]) =>
  a.loopback(name, { enabled: true, ...a.addresses(...more), "sweetcomb-interfaces:loopback": { instance } });
const routes = a.routing(a.staticRoutes("main", { "203.0.113.0/24": { "outgoing-interface": "second" } }));
const red = a.vrfs(a.vrf("red", 10));
const first = numbered("first", 9, "192.0.2.1/24");
/** Two loopbacks of one number; addresses and a route stand on the second. */
const twice = { ...red, ...a.interfaces(first, numbered("second", 9, "198.51.100.1/24")), ...routes };

const loop0 = (ip: string) => a.loopback("loop0", { enabled: true, ...a.addresses(ip) });
const tunnel = a.tunnel("vxlan", "out", { local: "192.0.2.1", remote: "192.0.2.2", vni: 7 });
/** A tunnel to an address of VPP itself. */
const toItself = { ...red, ...a.interfaces(loop0("192.0.2.2/24"), tunnel) };

export const refusedAtStartScenarios: Scenarios = {
  "what a stored configuration must not have together is left out and told, and the rest is applied": async (bed) => {
    await keepRefused(bed, toItself, /sends to itself through a tunnel/);
    const there = JSON.stringify(await configurationIn(bed));
    assert.match(there, /"red"/);
    assert.match(there, /"out"/);
    assert.doesNotMatch(there, /"ip":"192\.0\.2\.2"/);
    const [told, ...others] = bed.southbound.status.notApplied;
    assert.equal(
      told?.path,
      "/ietf-interfaces:interfaces/interface[name='loop0']/ietf-ip:ipv4/address[ip='192.0.2.2']",
    );
    assert.match(told?.message ?? "", /^out leads to 192\.0\.2\.2: /);
    assert.deepEqual(others, []);
    await changed(bed, { ...red, ...a.interfaces(loop0("192.0.2.3/24"), tunnel) });
    await bed.resync();
    assert.deepEqual(bed.southbound.status.notApplied, []);
    assert.deepEqual(await bed.restartServer(), []);
  },

  "what stands on a refused part is left out, others are changed beside it, and nothing more is put on it": async (
    bed,
  ) => {
    await keepRefused(bed, twice);
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /second|198\.51\.100\.1/);
    for (const { message } of bed.southbound.status.notApplied.slice(1)) {
      assert.match(message, /^Not applied, since .* could not be$/);
    }
    await bed.configure({ ...twice, ...a.vrfs(a.vrf("red", 10), a.vrf("blue", 11)) });
    assert.match(JSON.stringify(await configurationIn(bed)), /"blue"/);
    const more = a.routing(a.staticRoutes("main", { "203.0.114.0/24": { "outgoing-interface": "second" } }));
    await assert.rejects(bed.configure({ ...twice, ...more }), {
      tag: "operation-failed",
      message:
        /needs .*\[name='second'\]\/.*instance, which is not applied: .*\[name='first'\] has the interface loop9/,
    });
  },

  "once a refused part goes together with the others, it comes with all that stands on it": async (bed) => {
    for (const mended of [
      {
        ...red,
        ...a.interfaces(numbered("first", 8, "192.0.2.1/24"), numbered("second", 9, "198.51.100.1/24")),
        ...routes,
      },
      { ...red, ...a.interfaces(first, numbered("second", 8, "198.51.100.1/24")), ...routes },
    ]) {
      await keepRefused(bed, twice);
      await changed(bed, mended);
      await bed.resync();
      assert.deepEqual(bed.southbound.status.notApplied, []);
      const there = await configurationIn(bed);
      await bed.configure({});
      await bed.configure(mended);
      assert.deepEqual(await configurationIn(bed), there);
      await bed.configure({});
    }
  },

  "what was refused can be taken away": async (bed) => {
    await keepRefused(bed, twice);
    await changed(bed, { ...red, ...a.interfaces(first) });
    await bed.resync();
    assert.deepEqual(bed.southbound.status.notApplied, []);
    assert.deepEqual(await bed.restartServer(), []);
  },
};

async function keepRefused(
  bed: TestBed,
  configuration: Configuration,
  why = /the interface loop9 of VPP/,
): Promise<void> {
  await bed.keep(configuration);
  await assert.rejects(bed.restartServer(), why);
}

/** Commits, and waits until the south bound wants to try again what was refused. */
async function changed(bed: TestBed, configuration: Configuration): Promise<void> {
  const wanted = bed.vppReturned();
  await bed.configure(configuration);
  await wanted;
}
