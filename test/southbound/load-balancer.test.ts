import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createTestBed, type TestBed, type TestBedOptions } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const vip = (number: number, ...addresses: readonly string[]) =>
  a.vip(`203.0.113.${number}/32`, "udp", 53, { encapsulation: "nat4" }, ...addresses);

async function withBed(options: TestBedOptions, work: (bed: TestBed) => Promise<void>): Promise<void> {
  const bed = await createTestBed(options);
  try {
    await work(bed);
  } finally {
    await bed.close();
  }
}

test("a server that moves between virtual addresses that translate goes back when VPP refuses any message", () =>
  withBed({}, async (bed) => {
    const first = a.loadBalancer({ vip: [vip(1, "192.0.2.31", "192.0.2.32"), vip(2, "192.0.2.33")] });
    const second = a.loadBalancer({ vip: [vip(1, "192.0.2.32"), vip(2, "192.0.2.33", "192.0.2.31"), vip(3)] });
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, second);
    assert.deepEqual(await bed.restartServer(), []);
  }));

test("a server that left an address long ago makes no other wait: only an address that may keep it is made anew", () =>
  withBed({}, async (bed) => {
    const made = () => bed.simulator!.journal.filter(({ message }) => message === "lb_add_del_vip_v2").length;
    await bed.configure(a.loadBalancer({ vip: [vip(1, "192.0.2.31"), vip(2), vip(3)] }));
    assert.equal(made(), 3);
    await bed.configure(a.loadBalancer({ vip: [vip(1), vip(2), vip(3)] }));
    await bed.configure(a.loadBalancer({ vip: [vip(1, "192.0.2.31"), vip(2, "192.0.2.32"), vip(3)] }));
    assert.equal(made(), 3, "a server that comes back to its address");
    await bed.configure(a.loadBalancer({ vip: [vip(1), vip(2, "192.0.2.31", "192.0.2.32"), vip(3)] }));
    assert.equal(made(), 5, "the address that it left, and no other");
    await bed.configure(a.loadBalancer({ vip: [vip(2, "192.0.2.32"), vip(3)] }));
    assert.equal(made(), 6, "an address that goes");
    await bed.configure(a.loadBalancer({ vip: [vip(1, "192.0.2.31"), vip(2, "192.0.2.32"), vip(3)] }));
    assert.equal(made(), 9);
  }));

/** Which of three virtual addresses each of three servers is behind; 0 is none. */
const places = fc.tuple(...([0, 1, 2] as const).map(() => fc.nat({ max: 3 })));
const step = fc.record({
  places,
  how: fc.constantFrom("commit", "commit", "undone", "refused", "restart", "resync"),
  secondsLater: fc.constantFrom(0, 5, 61),
});

test("servers move between virtual addresses that translate in any order and at any time, and VPP never dies of it", () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 20 }), async (steps) => {
      let nowMs = 1_000_000;
      await withBed({ now: () => nowMs }, async (bed) => {
        for (const { places: wanted, how, secondsLater } of steps) {
          nowMs += secondsLater * 1000;
          const serversOf = (number: number) =>
            wanted.flatMap((place, server) => (place === number ? [`192.0.2.${server + 1}`] : []));
          const configuration = a.loadBalancer({ vip: [1, 2, 3].map((number) => vip(number, ...serversOf(number))) });
          if (how === "refused") bed.simulator!.faults.add({ nth: 3, action: { kind: "refuse", retval: -1 } });
          if (how === "undone") await (await bed.applyToVppOnly(configuration)).revert();
          else if (how === "restart") assert.deepEqual(await bed.restartServer(), []);
          else if (how === "resync") await bed.resync();
          else await bed.configure(configuration).catch((refusal) => assert.equal(how, "refused", String(refusal)));
          bed.simulator!.faults.clear();
        }
        assert.deepEqual(await bed.restartServer(), []);
      });
    }),
    { numRuns: 15 },
  ));
