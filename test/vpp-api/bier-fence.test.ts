import assert from "node:assert/strict";
import { test } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import { fences } from "../../src/vpp-api/fences/fences.js";

test("a request by name adds no route of BIER for a bit that packets of its table do not have", async () => {
  const reason = (brBp: number, btHdrLenId: number) =>
    fences.get("bier_route_add_del")?.({ brIsAdd: true, brRoute: { brBp, brTblId: { btHdrLenId } } }, {} as VppCaller);
  assert.equal(await reason(64, 0), undefined);
  assert.match((await reason(65, 0)) ?? "", /fewer bits/);
  assert.equal(await reason(1024, 4), undefined);
  assert.match((await reason(1025, 4)) ?? "", /fewer bits/);
});
