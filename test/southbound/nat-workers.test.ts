/** NAT44 on a VPP with two workers: the simulator, and that at VPP_SOCKET where it has them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NatWorkerDump } from "vpp-binapi-ts/api";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import { isReadBack } from "./is-read-back.js";

const kinds = ["endpoint-dependent", "endpoint-independent"] as const;

function nat44(processing: string, worker?: readonly number[]) {
  const settings = { processing, ...(worker !== undefined && { worker }) };
  const instance = { id: 1, type: "ietf-nat:napt44", "sweetcomb-nat:nat44": settings };
  return { "ietf-nat:nat": { instances: { instance: [instance] } } };
}

async function hasWorkers(bed: TestBed): Promise<boolean> {
  for await (const _worker of (await bed.asOther()).dump(NatWorkerDump)) return true;
  return false;
}

/** The workers in use, as they are read back. */
async function shown({ southbound }: TestBed): Promise<unknown> {
  const read = JSON.stringify(await southbound.read({ paths: ["/ietf-nat:nat"] }));
  return JSON.parse(/"worker":(\[[^\]]*\])/.exec(read)?.[1] ?? "null");
}

const sockets = [undefined, ...(process.env.VPP_SOCKET === undefined ? [] : [process.env.VPP_SOCKET])];
for (const vppSocket of sockets) {
  const where = vppSocket === undefined ? "the simulator" : `the VPP at ${vppSocket}`;

  test(`a NAT44 uses the workers that are configured, and all of them again: ${where}`, async (context) => {
    const bed = await createTestBed({ vppSocket, workers: 2 });
    try {
      if (!(await hasWorkers(bed))) return context.skip("this VPP has less than two workers");
      for (const kind of kinds) {
        await isReadBack(bed, nat44(kind, [1]));
        assert.deepEqual(await bed.restartServer(), []);
        await isReadBack(bed, nat44(kind, [1, 0]));
        await isReadBack(bed, nat44(kind, [0]));
        await bed.configure(nat44(kind));
        assert.deepEqual(await shown(bed), [0, 1]);
        await assert.rejects(bed.configure(nat44(kind, [0, 63])), /not so many workers/);
        await bed.configure({});
      }
    } finally {
      await bed.configure({});
      await bed.close();
    }
  });
}

test("a VPP without two workers has none to choose from", async () => {
  const bed = await createTestBed({ workers: 1 });
  try {
    for (const kind of kinds) {
      await assert.rejects(bed.configure(nat44(kind, [0])), /less than two workers/);
      await isReadBack(bed, nat44(kind));
      assert.equal(await shown(bed), null);
    }
  } finally {
    await bed.close();
  }
});
