import assert from "node:assert/strict";
import { test } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import type { VppFields } from "../../src/vpp-api/fences/fence-checks.js";
import { fences } from "../../src/vpp-api/fences/fences.js";
import { eid } from "../../translators/lisp/eid.js";

/** A VPP without interfaces. */
const vpp = { async *dump() {} } as unknown as VppCaller;
const reason = (message: string, fields: VppFields) => fences.get(message)?.(fields, vpp);

test("requests by name add to LISP and delete nothing, since VPP does not look whether it is there", async () => {
  for (const message of ["one_add_del_locator_set", "lisp_add_del_local_eid", "one_use_petr"]) {
    assert.equal(await reason(message, { isAdd: true }), undefined, message);
    assert.match((await reason(message, { isAdd: false })) ?? "", /sweetcomb-lisp/, message);
    assert.match((await reason(message, {})) ?? "", /sweetcomb-lisp/, message);
  }
});

test("a request by name gives no default route without locators to the data plane of LISP", async () => {
  const entry = (text: string, ...locs: readonly object[]) => ({ isAdd: true, rmtEid: eid(text), locs });
  const message = "gpe_add_del_fwd_entry";
  assert.match((await reason(message, entry("0.0.0.0/0"))) ?? "", /default route/);
  assert.match((await reason(message, entry("::/0"))) ?? "", /default route/);
  assert.match((await reason(message, { isAdd: true })) ?? "", /default route/);
  assert.equal(await reason(message, entry("10.0.0.0/8")), undefined);
  assert.equal(await reason(message, entry("00:00:00:00:00:00")), undefined);
  assert.equal(await reason(message, entry("0.0.0.0/0", {}, {})), undefined);
  assert.equal(await reason(message, { ...entry("0.0.0.0/0"), isAdd: false }), undefined);
});
