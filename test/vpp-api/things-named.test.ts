import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import { ManagementError } from "../../src/errors/management-error.js";
import { requireHarmless } from "../../src/vpp-api/fences/require-harmless.js";
import { thingsNamed } from "../../src/vpp-api/fences/things-named.js";
import { withDefaults } from "../../src/vpp-api/values/with-defaults.js";
import type { EncodedRequest } from "../../src/vpp-api/worker/protocol.js";

/** A VPP that has these interfaces and no others, all of one kind, and parts of the first. */
function vppWith(interfaces: readonly number[], interfaceDevType = "Loopback"): VppCaller {
  const dump = async function* (_message: object, { swIfIndex }: { readonly swIfIndex: number } = { swIfIndex: -1 }) {
    if (interfaces.includes(swIfIndex)) yield { swIfIndex, supSwIfIndex: interfaces[0], interfaceDevType };
  };
  const call = async () => ({ reply: "" });
  return { dump, call } as unknown as VppCaller;
}

function request(name: string, fields: object, kind: "reply" | "dump" = "reply"): EncodedRequest {
  const things = thingsNamed(name, fields as never);
  return { request: { name }, answer: { kind }, fields: undefined, things } as unknown as EncodedRequest;
}

async function tagOf(encoded: EncodedRequest, vpp: VppCaller): Promise<string | undefined> {
  try {
    await requireHarmless("/rpc", encoded, vpp);
    return undefined;
  } catch (failure) {
    assert.ok(failure instanceof ManagementError);
    return failure.tag;
  }
}

describe("what every request by name is looked at for", () => {
  it("interfaces are there, wherever in the request they stand, or none", async () => {
    const vpp = vppWith([0, 1]);
    const route = (swIfIndex: number) => request("l3xc_update", { l3xc: { paths: [{ swIfIndex }] } });
    assert.equal(await tagOf(route(99), vpp), "invalid-value");
    assert.equal(await tagOf(route(1), vpp), undefined);
    assert.equal(await tagOf(route(0xffff_ffff), vpp), undefined);
    assert.equal(await tagOf(request("sw_interface_dump", { swIfIndex: 99 }, "dump"), vpp), undefined);
    assert.equal(await tagOf(request("sr_localsid_add_del", { swIfIndex: 99 }), vpp), undefined);
    assert.equal(await tagOf(request("sr_localsid_add_del", { swIfIndex: 99, behavior: 5 }), vpp), "invalid-value");
  });

  it("a pipe itself sends nothing, which only its ends can", async () => {
    const vpp = vppWith([1, 2, 3], "Pipe");
    const address = (swIfIndex: number) => request("sw_interface_add_del_address", { isAdd: true, swIfIndex });
    const flags = request("sw_interface_set_flags", { swIfIndex: 1, flags: 1 });
    assert.equal(await tagOf(address(1), vpp), "operation-not-supported");
    assert.equal(await tagOf(address(2), vpp), undefined);
    assert.equal(await tagOf(flags, vpp), undefined);
  });

  it("prefixes are no longer than addresses, but for the load balancer", async () => {
    const prefix = (len: number) => ({ pfx: { address: { af: 0, un: {} }, len } });
    const vpp = vppWith([]);
    assert.equal(await tagOf(request("ip_route_lookup", prefix(33)), vpp), "invalid-value");
    assert.equal(await tagOf(request("ip_route_lookup", prefix(32)), vpp), undefined);
    assert.equal(await tagOf(request("lb_add_del_vip", prefix(128)), vpp), undefined);
    assert.equal(await tagOf(request("lb_add_del_vip", prefix(200)), vpp), "invalid-value");
    const six = { pfx: { address: { af: 1, un: {} }, len: 129 } };
    assert.equal(await tagOf(request("ip_route_lookup", six), vpp), "invalid-value");
  });

  it("counts are no larger than what they count", async () => {
    const vpp = vppWith([]);
    const policy = (numSids: number) => request("sr_policy_add", { sids: { numSids } });
    const key = (length: number) => request("ipsec_sad_entry_add", { entry: { cryptoKey: { length, data: bytes } } });
    const bytes = new Uint8Array(128);
    assert.equal(await tagOf(policy(17), vpp), "invalid-value");
    assert.equal(await tagOf(policy(16), vpp), undefined);
    assert.equal(await tagOf(key(129), vpp), "invalid-value");
    assert.equal(await tagOf(key(128), vpp), undefined);
  });

  it("paths lead to encapsulations that are there, and next hops are none of LISP", async () => {
    const path = { type: 3, nh: { objId: 4 } };
    assert.equal(
      await tagOf(request("mpls_route_add_del", { mrRoute: { mrPaths: [path] } }), vppWith([])),
      "operation-not-supported",
    );
    const redirect = request("ip_punt_redirect", { punt: { txSwIfIndex: 3 } });
    assert.equal(await tagOf(redirect, vppWith([3], "LISP_GPE")), "operation-not-supported");
    assert.equal(await tagOf(redirect, vppWith([3])), undefined);
    const native = request("gpe_add_del_native_fwd_rpath", { nhSwIfIndex: 3 });
    assert.equal(await tagOf(native, vppWith([3], "LISP_GPE")), "operation-not-supported");
    assert.equal(await tagOf(request("one_add_del_locator", { swIfIndex: 3 }), vppWith([3], "LISP_GPE")), undefined);
  });

  it("what is absent has VPP's default", () => {
    const u32 = { kind: "integer", base: "u32" } as const;
    const fields = [
      { name: "node-index", codecName: "nodeIndex", shape: u32, default: 4294967295 },
      { name: "count", codecName: "count", shape: u32 },
    ];
    const inner = { name: "inner", codecName: "inner", shape: { kind: "struct", name: "inner", fields } as const };
    assert.deepEqual(withDefaults([...fields, inner], { count: 1 }), {
      nodeIndex: 4294967295,
      count: 1,
      inner: { nodeIndex: 4294967295 },
    });
  });
});
