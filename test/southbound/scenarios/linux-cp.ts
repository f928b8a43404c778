/** Interfaces that Linux sees too. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const pair = (name: string, more: a.Member = {}): a.Member => ({
  "sweetcomb-linux-cp:linux-pair": { "host-interface-name": name, ...more },
});
const part = (name: string, settings: a.Member, more: a.Member = {}): a.Member => ({
  name,
  type: "iana-if-type:l2vlan",
  "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", ...settings },
  ...more,
});
const controlPlane = (more: a.Member) => ({ "sweetcomb-linux-cp:linux-control-plane": more });

export const linuxCpScenarios: Scenarios = {
  "the pair of a sub-interface says which pair it stands on, and that one has to be there": async (bed) => {
    const vlan = (more: a.Member) => a.interfaces(a.loopback("loop0"), part("loop0.7", { "outer-vlan-id": 7 }, more));
    await assert.rejects(bed.configure(vlan(pair("host7"))), /which pair it stands on/);
    await assert.rejects(bed.configure(vlan(pair("host7", { below: "loop0" }))), /has to be paired too/);
    const loose = part("loop0.7", { "outer-vlan-id": 7, "exact-match": false }, pair("host7", { below: "loop0" }));
    await assert.rejects(bed.configure(a.interfaces(a.loopback("loop0", pair("host0")), loose)), /exact match/);
    const somewhere = controlPlane({ "default-network-namespace": "routing" });
    const nowhere = a.interfaces(a.loopback("loop0", pair("host0")));
    await assert.rejects(bed.configure({ ...somewhere, ...nowhere }), /has to name its own/);
  },

  "the namespace for host interfaces and the copies of unnumbered ones are read back, change and go": async (bed) => {
    await isReadBack(bed, controlPlane({ "default-network-namespace": "routing", "copy-unnumbered": false }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, controlPlane({ "default-network-namespace": "r" }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /linux-control-plane/);
  },
};

/** Need a VPP with the plugin linux_cp that can make taps. */
export const linuxCpScenariosOfSimulator: Scenarios = {
  "a tunnel of packets is paired with a tun, and a tap for it is refused before VPP is asked": async (bed) => {
    const tunnel = (more: a.Member) =>
      a.interfaces(
        a.loopback("loop0", a.addresses("192.0.2.1/24")),
        a.tunnel("ipip", "ipip7", { local: "192.0.2.1", remote: "192.0.2.9" }, more),
      );
    const leaf = "sweetcomb-linux-cp:linux-pair/host-interface-type";
    const path = `/ietf-interfaces:interfaces/interface[name='ipip7']/${leaf}`;
    await isRefused(bed, tunnel(pair("host7")), path, /carries no Ethernet frames/);
    await isReadBack(bed, tunnel(pair("host7", { "host-interface-type": "tun" })));
  },

  "Ethernet types and OSI protocols go to Linux until VPP starts anew, and are tried once": async (bed) => {
    await isReadBack(bed, controlPlane({ ethertype: [0x8809], "osi-protocol": [130, 131] }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, controlPlane({ ethertype: [0x8809, 0x888e], "osi-protocol": [131] }));
    await bed.configure({});
    assert.deepEqual(await bed.restartServer(), []);
    assert.match(
      JSON.stringify(await bed.southbound.read({})),
      /"ethertype":\[34825,34958\],"osi-protocol":\[130,131\]/,
    );
    await isReadBack(bed, controlPlane({ ethertype: [0x8809] }));
    const refused = (member: a.Member, message: RegExp) => assert.rejects(bed.configure(controlPlane(member)), message);
    await refused({ ethertype: [0x8100] }, /VLAN tags are VPP's own/);
    await refused({ ethertype: [0x1234] }, /lcp_ethertype_enable/);
    await refused({ "osi-protocol": [255] }, /lcp_osi_proto_enable/);
  },

  "pairs are read back with those of sub-interfaces, move along when the one below is made anew, and go": async (
    bed,
  ) => {
    const parts = [
      part("loop0.7", { "outer-vlan-id": 7 }, pair("host7", { below: "loop0" })),
      part("loop0.8", { "outer-vlan-id": 7, "inner-vlan-id": 8 }, pair("host8", { below: "loop0.7" })),
    ];
    await isReadBack(bed, a.interfaces(a.loopback("loop0", pair("host0")), ...parts));
    assert.match(
      JSON.stringify(await a.interfaceOf(bed, "loop0.8")),
      /"host-interface-index":\d+,"tap-interface":"tap/,
    );
    assert.deepEqual(await bed.restartServer(), []);
    const other = pair("other", { "host-interface-type": "tun", "network-namespace": "blue" });
    await isReadBack(bed, a.interfaces(a.loopback("loop0", other), ...parts));
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /linux-pair/);
  },
};

/** The VPP that this is run against has no plugin linux_cp, or no /dev/vhost-net for taps. */
export const linuxCpScenariosOfRealVpp: Scenarios = {
  "a pair that VPP cannot make is refused with what it lacks, and nothing is left of it": async (bed) => {
    const paired = a.interfaces(a.loopback("loop0", pair("sweetcomb0", { "network-namespace": "no-such-namespace" })));
    await assert.rejects(bed.configure(paired), /linux-pair.*lcp_itf_pair_add_del_v3/);
    await isReadBack(bed, a.interfaces(a.loopback("loop0")));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /linux-pair/);
  },
};
