import assert from "node:assert/strict";
import { test } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import { fences } from "../../src/vpp-api/fences/fences.js";

test("a request by name adds no route of BIER for a bit that packets of its table do not have", async () => {
  const reason = (brBp: number, btHdrLenId: number) =>
    fences.get("bier_route_add_del")?.(
      { brIsAdd: true, brRoute: { brBp, brTblId: { btHdrLenId }, brPaths: [{}] } },
      {} as VppCaller,
    );
  assert.equal(await reason(64, 0), undefined);
  assert.match((await reason(65, 0)) ?? "", /fewer bits/);
  assert.equal(await reason(1024, 4), undefined);
  assert.match((await reason(1025, 4)) ?? "", /fewer bits/);
});

test("a request by name adds no route of BIER without paths, which VPP would not outlive showing", async () => {
  const reason = (fields: object) => fences.get("bier_route_add_del")?.(fields as never, {} as VppCaller);
  assert.match((await reason({ brIsAdd: true, brRoute: {} })) ?? "", /no paths/);
  assert.match((await reason({ brIsReplace: true, brRoute: { brPaths: [] } })) ?? "", /no paths/);
  assert.equal(await reason({ brIsAdd: true, brRoute: { brPaths: [{}] } }), undefined);
  assert.equal(await reason({ brIsAdd: false, brRoute: {} }), undefined);
});
