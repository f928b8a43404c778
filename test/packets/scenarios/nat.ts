/** NAT44: many hosts behind one address, and a way in from outside. */

import assert from "node:assert/strict";
import { deleteNat44Sessions } from "../../../translators/nat/nat44/delete-sessions.js";
import * as a from "../../southbound/configurations.js";
import { assertContains } from "../../southbound/contains.js";
import { type Lab, type PacketScenarios, packetsAt, portOf, routedPort, until } from "../lab.js";
import { protocols } from "../packet.js";

const [insider, outsider, external] = ["192.0.2.1", "198.51.100.1", "203.0.113.8"] as const;

export const natScenarios: PacketScenarios = {
  "a host inside reaches the outside with an address of the pool, and its session is shown": async (lab) => {
    const { bed, inside, outside } = await behindNat(lab, {});
    await outside.serve("outside", 7000);
    const [, , address, port] = (await inside.ask(outsider, 7000, 5000)).split(" ");
    assert.equal(address, external);
    const [first] = await until(
      () => packetsAt(outside, protocols.udp),
      ({ length }) => length > 0,
    );
    assert.deepEqual([first!.source, first!.sourcePort, first!.destination], [external, Number(port), outsider]);
    const session = {
      "transport-protocol": protocols.udp,
      "inside-address": insider,
      "inside-port": 5000,
      "translated-address": external,
      "translated-port": Number(port),
      "outside-address": outsider,
      "outside-port": 7000,
      static: false,
    };
    const host = [{ vrf: "0", "inside-address": insider, sessions: 1, "static-sessions": 0 }];
    assertContains(await bed.southbound.read({}), instance({ "sweetcomb-nat:sessions": { host, session: [session] } }));
  },

  "the packets of sessions are counted, and a session that is ended is gone": async (lab) => {
    const { bed, inside, outside } = await behindNat(lab, {});
    await outside.serve("outside", 7000);
    const shown = async () => {
      const read = (await bed.southbound.read({})) as unknown as ReadonlyNat;
      return read["ietf-nat:nat"].instances.instance[0]!;
    };
    // VPP goes on counting where an earlier instance has stopped.
    const { "sweetcomb-nat:counters": before } = await shown();
    for (const port of [5000, 5001, 5000]) await inside.ask(outsider, 7000, port);
    await inside.ping(outsider);
    const { "sweetcomb-nat:counters": counters, "sweetcomb-nat:sessions": sessions } = await shown();
    assert.deepEqual([counters.sessions, sessions.shown], [3, 3]);
    const since = (way: "in-to-out" | "out-to-in", path: "slow-path" | "fast-path", protocol: "udp" | "icmp") =>
      Number(counters[way][path][protocol] ?? 0) - Number(before[way][path][protocol] ?? 0);
    assert.deepEqual([since("in-to-out", "slow-path", "udp"), since("in-to-out", "slow-path", "icmp")], [2, 1]);
    assert.deepEqual([since("in-to-out", "fast-path", "udp"), since("out-to-in", "fast-path", "udp")], [1, 3]);

    const vpp = await bed.asOther();
    const host = { "inside-address": insider };
    assert.equal(await deleteNat44Sessions(vpp, "nat44-ed", { ...host, "inside-port": 5001 }, undefined), 1);
    assert.equal(await deleteNat44Sessions(vpp, "nat44-ed", { ...host, "outside-port": 7001 }, undefined), 0);
    assert.equal(await deleteNat44Sessions(vpp, "nat44-ed", host, 77), 0);
    assert.equal((await shown())["sweetcomb-nat:sessions"].shown, 2);
    assert.equal(await deleteNat44Sessions(vpp, "nat44-ed", host, 0), 2);
    assert.equal((await shown())["sweetcomb-nat:counters"].sessions, 0);
  },

  "a session of endpoint-independent processing is ended": async (lab) => {
    const { bed, inside, outside } = await behindNat(lab, {
      "sweetcomb-nat:nat44": { processing: "endpoint-independent" },
    });
    await outside.serve("outside", 7000);
    await inside.ask(outsider, 7000, 5000);
    const vpp = await bed.asOther();
    const wanted = { "inside-address": insider, "inside-port": 5000, "transport-protocol": protocols.udp };
    assert.equal(await deleteNat44Sessions(vpp, "nat44-ei", wanted, undefined), 1);
    assert.equal(await deleteNat44Sessions(vpp, "nat44-ei", wanted, undefined), 0);
  },

  "det44 shows the address that a host has outside, and how far its sessions are": async (lab) => {
    const { bed, inside, outside } = await behindNat(lab, {
      type: "sweetcomb-nat:det44",
      policy: [],
      "sweetcomb-nat:det44": { mapping: [{ "inside-prefix": "192.0.2.0/30", "outside-prefix": `${external}/32` }] },
    });
    await outside.serve("outside", 7000);
    const [, , address, port] = (await inside.ask(outsider, 7000, 5000)).split(" ");
    assert.equal(address, external);
    const read = (await bed.southbound.read({})) as unknown as ReadonlyNat;
    const [session, ...others] = read["ietf-nat:nat"].instances.instance[0]!["sweetcomb-nat:sessions"].session!;
    const { expires, ...shown } = session as { readonly expires: string };
    assert.deepEqual(others, []);
    assert.deepEqual(shown, {
      "inside-address": insider,
      "inside-port": 5000,
      "translated-address": external,
      "translated-port": Number(port),
      "outside-address": outsider,
      "outside-port": 7000,
      state: "udp-active",
    });
    const secondsLeft = (Date.parse(expires) - Date.now()) / 1000;
    assert.ok(secondsLeft > 270 && secondsLeft < 310, `it ends in ${secondsLeft} s, and not in 300`);
  },

  "a long TCP connection passes through the translation unharmed": async (lab) => {
    const { inside, outside } = await behindNat(lab, {});
    const count = 2_000_000;
    await outside.serveOctets(7000, count);
    assert.deepEqual(await inside.fetchOctets(outsider, 7000), { count, intact: true });
  },

  "what nobody inside asked for does not come in, and a static mapping lets its own port in": async (lab) => {
    const { inside, outside } = await behindNat(lab, {
      "mapping-table": {
        "mapping-entry": [
          {
            index: 1,
            "transport-protocol": protocols.udp,
            "internal-src-address": `${insider}/32`,
            "internal-src-port": { "start-port-number": 7000 },
            "external-src-address": `${external}/32`,
            "external-src-port": { "start-port-number": 8080 },
          },
        ],
      },
    });
    await inside.serve("inside", 7000);
    await outside.send(external, 8081, [5001]);
    assert.equal(await outside.ask(external, 8080, 5000), `inside saw ${outsider} 5000`);
    const cameIn = await until(
      () => packetsAt(inside, protocols.udp),
      ({ length }) => length > 0,
    );
    assert.deepEqual([...new Set(cameIn.map(({ sourcePort }) => sourcePort))], [5000]);
  },
};

interface ReadonlyNat {
  readonly "ietf-nat:nat": { readonly instances: { readonly instance: readonly ShownInstance[] } };
}

interface ShownInstance {
  readonly "sweetcomb-nat:sessions": { readonly shown: number; readonly session?: readonly object[] };
  readonly "sweetcomb-nat:counters": { readonly sessions: number } & {
    readonly [Direction in "in-to-out" | "out-to-in"]: {
      readonly [Path in "fast-path" | "slow-path"]: { readonly udp: string; readonly icmp: string };
    };
  };
}

/** A host inside and one outside of an instance of NAT44 with one address in its pool. */
async function behindNat({ bed, host }: Lab, more: a.Member) {
  const inside = await host("inside", { addresses: [`${insider}/24`], gateway: "192.0.2.254" });
  const outside = await host("outsid", { addresses: [`${outsider}/24`], gateway: "198.51.100.254" });
  await bed.configure({
    ...a.interfaces(routedPort(inside, "192.0.2.254/24"), routedPort(outside, "198.51.100.254/24")),
    ...instance({
      policy: [{ id: 1, "external-ip-address-pool": [{ "pool-id": 1, "external-ip-pool": `${external}/32` }] }],
      "sweetcomb-nat:interface": [
        { interface: portOf(inside), inside: true },
        { interface: portOf(outside), outside: true },
      ],
      ...more,
    }),
  });
  await outside.ping("198.51.100.254");
  return { bed, inside, outside };
}

function instance(more: a.Member) {
  return { "ietf-nat:nat": { instances: { instance: [{ id: 1, type: "ietf-nat:napt44", ...more }] } } };
}
