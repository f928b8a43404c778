/** PPPoE sessions, which need a client whose packets VPP has seen: VPP's packet generator plays it. */

import assert from "node:assert/strict";
import type { VppClient } from "vpp-binapi-ts";
import { CliInband, PgCreateInterfaceV2, SwInterfaceSetFlags } from "vpp-binapi-ts/api";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import { addresses, interfaces, loopback, type Member, tunnel, vrf, vrfs } from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { sendFrame } from "../send-frame.js";

const generator = { name: "pg7", type: "iana-if-type:ethernetCsmacd" };
const daemon = { name: "memif0/0", type: "sweetcomb-interfaces:memif" };
const controlPlane = { "sweetcomb-tunnels:pppoe": { "control-plane-interface": "memif0/0" } };

/** A client on pg7 with this MAC address sends a PADI (RFC 2516, 5.1). */
function discovers(client: VppClient, mac: string): Promise<void> {
  return sendFrame(client, "pg7", `ffffffffffff${mac.replaceAll(":", "")}${PADI}`);
}

/** Behind the MAC addresses. */
const PADI = `88631109000000040101000${"0".repeat(81)}`;

function session(name: string, more: Member = {}, on: Member = {}): Member {
  const settings = {
    "encapsulation-interface": "pg7",
    "client-mac": "02:00:00:00:00:09",
    "session-id": 1,
    "client-address": "10.0.0.2",
    ...more,
  };
  return tunnel("pppoe-session", name, settings, on);
}

export const pppoeScenarios: Scenarios = {
  "PPPoE sessions of clients that VPP has seen are read back, and take the place of each other": async (
    bed: TestBed,
  ) => {
    const other = await bed.asOther();
    const { swIfIndex } = await other.call(PgCreateInterfaceV2, { interfaceId: 7, mode: 0 });
    await other.call(SwInterfaceSetFlags, { swIfIndex, flags: 1 });
    const withSessions = (...sessions: readonly Member[]): Configuration => ({
      ...vrfs(vrf("red", 10)),
      ...interfaces(generator, daemon, loopback("loop0"), ...sessions),
      ...controlPlane,
    });
    await bed.configure(withSessions());
    await discovers(other, "02:00:00:00:00:09");
    await isReadBack(
      bed,
      withSessions(session("one"), session("two", { "session-id": 2, "client-address": "10.0.0.3" })),
    );
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, withSessions(session("one", { vrf: "red" }, addresses("10.1.0.1/24"))));
    await isReadBack(bed, withSessions(session("three", { "session-id": 65535 })));
    await assert.rejects(bed.configure(withSessions(session("one", { "encapsulation-interface": "loop0" }))), {
      tag: "operation-not-supported",
    });
    assert.equal((await other.call(CliInband, { cmd: "show pppoe session" })).reply.includes("session-id 65535"), true);
    await bed.configure({});
    // Without a control plane VPP would send this to no interface.
    await discovers(other, "02:00:00:00:00:0a");
    assert.equal(
      (await other.call(CliInband, { cmd: "show pppoe session" })).reply.includes("session-id 65535"),
      false,
    );
  },

  "a client that VPP has heard on an interface that is gone has no session, and no control plane to hear from": async (
    bed: TestBed,
  ) => {
    const other = await bed.asOther();
    const { swIfIndex } = await other.call(PgCreateInterfaceV2, { interfaceId: 7, mode: 0 });
    await other.call(SwInterfaceSetFlags, { swIfIndex, flags: 1 });
    const vlan = {
      name: "pg7.5",
      type: "iana-if-type:l2vlan",
      enabled: true,
      "sweetcomb-sub-interfaces:sub-interface": { parent: "pg7", "outer-vlan-id": 5 },
    };
    const mac = "02:00:00:00:00:0b";
    await bed.configure(interfaces(generator, vlan, daemon));
    await sendFrame(other, "pg7", `ffffffffffff${mac.replaceAll(":", "")}81000005${PADI}`);
    await bed.configure(interfaces(generator, daemon));
    const because = { tag: "operation-not-supported", message: /not there any more/ };
    const withSession = interfaces(generator, daemon, session("late", { "client-mac": mac }));
    await assert.rejects(bed.configure(withSession), because);
    await assert.rejects(bed.configure({ ...interfaces(generator, daemon), ...controlPlane }), because);
    // It is heard on an interface that is there.
    await discovers(other, mac);
    await isReadBack(bed, { ...withSession, ...controlPlane });
    await bed.configure({});
  },
};
