/**
 * A short walk over requests by name, on a VPP that nobody needs: SECOND_VPP_SOCKET=/run/vpp2/api.sock.
 * docs/vpp-api.md tells of longer ones, to which frames come as well.
 */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { OfferedApi } from "./walk/offered-api.js";
import { walk } from "./walk/walk.js";

const socketPath = process.env.SECOND_VPP_SOCKET ?? "";

describe("a walk over requests by name", { skip: socketPath === "" && "no SECOND_VPP_SOCKET" }, () => {
  const api = new OfferedApi(socketPath);
  before(() => api.ready());
  after(() => api.close());

  test("VPP lives through it, and answers", async (t) => {
    const { outcomes, silent, defects, sent, lives } = await walk(api, { seed: 2606, steps: 3000, frames: 0 });
    t.diagnostic(JSON.stringify(outcomes));
    assert.ok(lives, `VPP was sent: ${sent.map((step) => JSON.stringify(step)).join("\n")}`);
    assert.deepEqual({ silent: [...silent], defects }, { silent: [], defects: [] });
    assert.ok(outcomes.answered > 0);
  });
});
