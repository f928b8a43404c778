import assert from "node:assert/strict";
import { test } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import { fences } from "../../src/vpp-api/fences/fences.js";

/** A VPP with one virtual address of this kind, as lb_vip_details numbers them. */
function vppWith(encap: number, port: number): VppCaller {
  const dump = async function* () {
    yield { vip: { port }, encap };
  };
  return { dump } as unknown as VppCaller;
}

test("requests by name bring no servers behind virtual addresses that translate, since VPP does not count their return mappings", async () => {
  const reason = (encap: number, port: number) => fences.get("lb_add_del_as")?.({ port: 53 }, vppWith(encap, port));
  assert.match((await reason(5, 53)) ?? "", /load-balancer does it/);
  assert.match((await reason(6, 53)) ?? "", /load-balancer does it/);
  assert.equal(await reason(3, 53), undefined);
  assert.equal(await reason(5, 54), undefined);
});
