import assert from "node:assert/strict";
import { test } from "node:test";
import { VppApiError, type VppCaller } from "vpp-binapi-ts";
import { ClassifyTableInfo } from "vpp-binapi-ts/api";
import { fences } from "../../src/vpp-api/fences/fences.js";

/** A VPP whose dumps have these details, and which has classifier table 3. */
function vppWith(...details: readonly object[]): VppCaller {
  const dump = async function* () {
    yield* details;
  };
  const call = async (_message: unknown, fields: { tableId: number }) => {
    if (fields.tableId !== 3) throw new VppApiError(-91, ClassifyTableInfo, { tableId: fields.tableId }, {});
    return {};
  };
  return { dump, call } as unknown as VppCaller;
}

const reason = async (name: string, fields: Readonly<Record<string, unknown>>, vpp: VppCaller) =>
  (await fences.get(name)?.(fields, vpp)) ?? "let through";

test("requests by name add no BFD key while sessions have others, since VPP may move them and does not tell the sessions", async () => {
  const [used, free] = [
    { confKeyId: 1, useCount: 1 },
    { confKeyId: 2, useCount: 0 },
  ];
  assert.match(await reason("bfd_auth_set_key", { confKeyId: 3 }, vppWith(used, free)), /makes room before/);
  assert.equal(await reason("bfd_auth_set_key", { confKeyId: 2 }, vppWith(used, free)), "let through");
  assert.equal(await reason("bfd_auth_set_key", { confKeyId: 3 }, vppWith(free)), "let through");
});

test("requests by name export sessions of classifier tables that are there, and delete none that is exported", async () => {
  const name = "ipfix_classify_table_add_del";
  assert.equal(await reason(name, { isAdd: true, tableId: 4 }, vppWith()), "there is no classifier table 4");
  assert.equal(await reason(name, { isAdd: true, tableId: 3 }, vppWith()), "let through");
  assert.equal(await reason(name, { isAdd: false, tableId: 4 }, vppWith()), "let through");
  const told = vppWith({ tableId: 3 });
  assert.match(await reason("classify_add_del_table", { tableIndex: 3 }, told), /told by IPFIX/);
  assert.equal(await reason("classify_add_del_table", { tableIndex: 4 }, told), "let through");
  assert.match(await reason("classify_add_del_table", { tableIndex: 4, delChain: true }, told), /told by IPFIX/);
});
