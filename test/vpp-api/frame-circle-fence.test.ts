import assert from "node:assert/strict";
import { test } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import { BridgeDomainDump, IfType, SwInterfaceDump } from "vpp-binapi-ts/api";
import { fences } from "../../src/vpp-api/fences/fences.js";

const [pipe, west, east, other] = [1, 2, 3, 4];
const end = (swIfIndex: number) => ({ swIfIndex, supSwIfIndex: pipe, type: IfType.IF_API_TYPE_PIPE, l2Address: [] });
const listed = [
  { swIfIndex: pipe, supSwIfIndex: pipe, type: IfType.IF_API_TYPE_HARDWARE, l2Address: [2] },
  end(west),
  end(east),
  { swIfIndex: other, supSwIfIndex: other, type: IfType.IF_API_TYPE_HARDWARE, l2Address: [2] },
];

/** A VPP with a pipe whose west end is a port of domain 7, in this split horizon group. */
function vppWith(shg: number): VppCaller {
  const dump = async function* (message: unknown) {
    if (message === SwInterfaceDump) yield* listed;
    if (message === BridgeDomainDump) yield { bdId: 7, bviSwIfIndex: 0, swIfDetails: [{ swIfIndex: west, shg }] };
  };
  return { dump } as unknown as VppCaller;
}

const reason = (shg: number, fields: object) =>
  fences.get("sw_interface_set_l2_bridge")?.({ rxSwIfIndex: east, shg, ...fields }, vppWith(shg));

test("requests by name bridge no pipe with itself, since VPP would send one frame round in it for ever", async () => {
  assert.match((await reason(0, { bdId: 7 })) ?? "", /for ever/);
  assert.equal(await reason(1, { bdId: 7 }), undefined);
  assert.equal(await reason(0, { bdId: 8 }), undefined);
  assert.equal(await reason(0, { bdId: 7, enable: false }), undefined);
  assert.equal(await reason(0, { bdId: 7, rxSwIfIndex: other }), undefined);
});
