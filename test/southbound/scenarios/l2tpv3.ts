/** Ethernet over L2TPv3. VPP keeps every tunnel, so each scenario has local addresses of its own. */

import assert from "node:assert/strict";
import { type SwIfL2tpv3TunnelDetails, SwIfL2tpv3TunnelDump } from "vpp-binapi-ts/api";
import { formatAddress } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";
import { unmark } from "../unmark.js";

const ends = (local: string, more: a.Member = {}) => ({
  local,
  remote: "2001:db8::2",
  "local-session-id": 5,
  "remote-session-id": 4_000_000_000,
  "local-cookie": "0123456789abcdef",
  "remote-cookie": "fedcba9876543210",
  ...more,
});

export const l2tpv3Scenarios: Scenarios = {
  "what L2TPv3 tunnels are found by changes only while VPP has none": async (bed) => {
    const by = (key: string) => ({ "sweetcomb-l2tpv3:l2tpv3": { "lookup-key": key } });
    if ((await tunnelsOf(bed)).length === 0) {
      await isReadBack(bed, by("session-id"));
      await isReadBack(bed, by("remote"));
      await bed.configure({});
    }
    await bed.configure(a.interfaces(tunnel("l2tp0", ends("2001:db8:1::1"))));
    await isRefused(
      bed,
      { ...a.interfaces(tunnel("l2tp0", ends("2001:db8:1::1"))), ...by("remote") },
      "/sweetcomb-l2tpv3:l2tpv3/lookup-key",
      /forgets none/,
    );
  },

  "an L2TPv3 tunnel that a dying server could not mark is known by its settings": async (bed) => {
    const configuration = a.interfaces(tunnel("to-nobody", ends("2001:db8:9::1")));
    await bed.applyToVppOnly(configuration);
    assert.equal(await unmark(bed), 1);
    await bed.restartServer();
    await isReadBack(bed, configuration);
  },

  "an L2TPv3 tunnel with all settings is read back, joins a bridge domain, and changes its cookies in place": async (
    bed,
  ) => {
    const bridged = (more: a.Member = {}) => ({
      "sweetcomb-l2:bridge-domains": { "bridge-domain": [{ name: "sites", id: 7 }] },
      ...a.interfaces(
        tunnel("to-site", ends("2001:db8:2::1", { "layer-2-sublayer": true, ...more }), {
          enabled: true,
          "sweetcomb-l2:l2": { bridge: { domain: "sites", "split-horizon-group": 1 } },
          "sweetcomb-l2tpv3:l2tpv3-interception": true,
        }),
      ),
    });
    await isReadBack(bed, bridged());
    assert.deepEqual(await bed.restartServer(), []);
    const [before] = await tunnelsAt(bed, "2001:db8:2::1");
    assert.deepEqual(before?.localCookie, [0x0123456789abcdefn, 0x0123456789abcdefn], "no packet has the cookie zero");
    await isReadBack(bed, bridged({ "local-cookie": "00000000000000ff", "remote-cookie": "0000000000000001" }));
    const [after] = await tunnelsAt(bed, "2001:db8:2::1");
    assert.deepEqual(after?.localCookie, [0xffn, 0x0123456789abcdefn], "packets under way have the cookie before");
    assert.equal(after?.swIfIndex, before?.swIfIndex);
  },

  "a removed L2TPv3 tunnel stays in VPP without settings, and is taken again by the same ends in the same VRF": async (
    bed,
  ) => {
    const inVrf = {
      ...a.vrfs(a.vrf("blue", 61)),
      ...a.interfaces(tunnel("one", ends("2001:db8:3::1", { vrf: "blue" }), { enabled: true })),
    };
    await isReadBack(bed, inVrf);
    const [before] = await tunnelsAt(bed, "2001:db8:3::1");
    await bed.configure({});
    const kept = await a.interfaceOf(bed, before!.interfaceName);
    assert.equal(kept?.enabled, false, JSON.stringify(kept));
    await isRefused(
      bed,
      a.interfaces(tunnel("one", ends("2001:db8:3::1", { remote: "2001:db8::9" }))),
      "/ietf-interfaces:interfaces/interface[name='one']/sweetcomb-l2tpv3:l2tpv3/local",
      /forgets none/,
    );
    await isReadBack(bed, inVrf);
    assert.deepEqual(
      (await tunnelsAt(bed, "2001:db8:3::1")).map(({ swIfIndex }) => swIfIndex),
      [before?.swIfIndex],
    );
  },

  "an L2TPv3 tunnel has no addresses and two ends": async (bed) => {
    const at = (more: a.Member, settings: a.Member = {}) =>
      bed.configure(a.interfaces(tunnel("odd", ends("2001:db8:4::1", settings), more)));
    await assert.rejects(at(a.addresses("192.0.2.1/24")));
    await assert.rejects(at({}, { remote: "2001:db8:4::1" }));
    assert.deepEqual(await tunnelsAt(bed, "2001:db8:4::1"), []);
  },
};

function tunnel(name: string, settings: a.Member, more: a.Member = {}): a.Member {
  return { name, type: "sweetcomb-l2tpv3:l2tpv3", "sweetcomb-l2tpv3:l2tpv3": settings, ...more };
}

async function tunnelsOf(bed: TestBed): Promise<readonly SwIfL2tpv3TunnelDetails[]> {
  const tunnels: SwIfL2tpv3TunnelDetails[] = [];
  for await (const tunnel of (await bed.asOther()).dump(SwIfL2tpv3TunnelDump)) tunnels.push(tunnel);
  return tunnels;
}

async function tunnelsAt(bed: TestBed, local: string): Promise<readonly SwIfL2tpv3TunnelDetails[]> {
  return (await tunnelsOf(bed)).filter(({ ourAddress }) => formatAddress(ourAddress) === local);
}
