import assert from "node:assert/strict";
import { test } from "node:test";
import { LbAddDelVipV2 } from "vpp-binapi-ts/api";
import { withSimulator } from "../with-simulator.js";

test("a NodePort is never forgotten: another VIP with it is refused, and is there all the same", () =>
  withSimulator({}, async (simulator, client) => {
    const add = (lastByte: number) =>
      client.ask(LbAddDelVipV2, {
        pfx: { address: { af: 0, un: { ip4: Uint8Array.of(198, 51, 100, lastByte) } }, len: 128 },
        protocol: 17,
        port: 80,
        // NAT4 and NodePort, little-endian as VPP 26.06 reads them.
        encap: 0x03000000,
        type: 0x01000000,
        targetPort: 80,
        nodePort: 30080,
        newFlowsTableLength: 1024,
      });
    assert.deepEqual(await add(1), [{ retval: 0 }]);
    assert.deepEqual(await add(2), [{ retval: -81 }]);
    assert.equal(simulator.state.vips.length, 2);
  }));
