import assert from "node:assert/strict";
import { test } from "node:test";
import { BridgeDomainAddDelV2 } from "vpp-binapi-ts/api";
import { withSimulator } from "../with-simulator.js";

test("numbers that VPP finds for bridge domains are the same in each VPP just started, beside those that are taken", () =>
  withSimulator({}, async (_simulator, client) => {
    const add = async (bdId = 0xffffffff) => {
      const [reply] = await client.ask(BridgeDomainAddDelV2, { bdId, isAdd: true, bdTag: "" });
      return (reply as { bdId: number }).bdId;
    };
    await add(7271263);
    await add(7271264);
    assert.deepEqual([await add(), await add(), await add()], [7271262, 3588901, 9738816]);
  }));
