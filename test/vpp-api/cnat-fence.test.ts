import assert from "node:assert/strict";
import { test } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import { fences } from "../../src/vpp-api/fences/fences.js";
import { address } from "../../translators/ip/addresses.js";

function vppWith(...tableIds: readonly number[]): VppCaller {
  const dump = async function* ({ name }: { readonly name: string }) {
    if (name !== "ip_table_dump") return;
    for (const tableId of tableIds) yield { table: { tableId, isIp6: false, name: "" } };
  };
  return { dump, supports: () => false } as unknown as VppCaller;
}

const end = (ip: string) => ({ addr: address(ip), port: 80, swIfIndex: 0xffff_ffff });

test("requests by name begin with cnat only where there is no table whose sessions VPP would count behind its memory", async () => {
  for (const [name, fields] of [
    ["feature_cnat_enable_disable", { swIfIndex: 1, enableDisable: true }],
    ["cnat_set_snat_addresses", {}],
    ["cnat_set_snat_addresses_v2", {}],
    [
      "cnat_translation_update",
      { translation: { vip: end("203.0.113.1"), ipProto: 17, paths: [{ dstEp: end("192.0.2.7") }] } },
    ],
  ] as const) {
    const ask = (vpp: VppCaller) => fences.get(name)?.(fields, vpp);
    assert.match((await ask(vppWith(0, 61))) ?? "", /there is table 61/, name);
    assert.equal(await ask(vppWith(0, 0)), undefined, name);
  }
  const disable = fences.get("feature_cnat_enable_disable")?.({ swIfIndex: 1 }, vppWith(0, 61));
  assert.equal(await disable, undefined);
});
