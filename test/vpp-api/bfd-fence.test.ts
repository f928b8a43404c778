import assert from "node:assert/strict";
import { test } from "node:test";
import type { VppCaller } from "vpp-binapi-ts";
import { fences } from "../../src/vpp-api/fences/fences.js";
import { faultyPath } from "../../src/vpp-api/fences/path-fences.js";

const peer = { af: 0, un: { ip4: Uint8Array.of(192, 0, 2, 2) } };

/** A VPP with interface 1, which has a hardware address or two ends only, and a session with 192.0.2.2 on it. */
function vppWith({ mac, shown = "", flags = 3 }: { mac: number; shown?: string; flags?: number }): VppCaller {
  const dumps: Readonly<Record<string, object>> = {
    sw_interface_dump: { swIfIndex: 1, interfaceName: "loop0", flags, l2Address: Uint8Array.of(mac) },
    bfd_udp_session_dump: { swIfIndex: 1, peerAddr: peer },
  };
  return {
    dump: async function* ({ name }: { readonly name: string }) {
      yield dumps[name];
    },
    call: async () => ({ reply: shown }),
  } as unknown as VppCaller;
}

const add = (vpp: VppCaller, swIfIndex = 1) => fences.get("bfd_udp_add")!({ swIfIndex, peerAddr: peer }, vpp);
const path = (lastByte: number, nLabels: number) => ({
  swIfIndex: 1,
  nLabels,
  nh: { address: { ip4: Uint8Array.of(192, 0, 2, lastByte) } },
});

test("a BFD session is not begun with a neighbour that labels are imposed towards", async () => {
  const shown = "[@4]  arp-ipv4: via 192.0.2.2 loop0\n[@5]  arp-mpls: via 192.0.2.3 loop0\n";
  assert.equal(await add(vppWith({ mac: 2, shown })), undefined);
  const known = `${shown}[@6]  mpls [features] via 192.0.2.2 loop0: mtu:9000 next:4\n`;
  assert.match((await add(vppWith({ mac: 2, shown: known }))) ?? "", /towards 192\.0\.2\.2/);
  assert.match((await add(vppWith({ mac: 0, shown }))) ?? "", /towards 192\.0\.2\.2/);
  assert.match((await add(vppWith({ mac: 2, flags: 1 }))) ?? "", /is down/);
  assert.equal(await add(vppWith({ mac: 2, flags: 1 }), 0xffff_ffff), undefined);
});

test("labels are not imposed towards a neighbour that a BFD session watches", async () => {
  assert.match((await faultyPath([path(2, 1)], vppWith({ mac: 2 }))) ?? "", /a BFD session watches/);
  assert.equal(await faultyPath([path(2, 0)], vppWith({ mac: 2 })), undefined);
  assert.equal(await faultyPath([path(3, 1)], vppWith({ mac: 2 })), undefined);
  assert.match((await faultyPath([path(3, 1)], vppWith({ mac: 0 }))) ?? "", /a BFD session watches/);
  assert.equal(await faultyPath([{ ...path(2, 1), swIfIndex: 0xffff_ffff }], vppWith({ mac: 2 })), undefined);
});
