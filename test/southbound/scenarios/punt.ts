/** Punted packets. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const redirect = (from: string, family: string, to: string, nextHop: string): a.Member => ({
  "receiving-interface": from,
  "address-family": family,
  "outgoing-interface": to,
  "next-hop-address": nextHop,
});
const punt = (more: a.Member) => ({
  ...a.interfaces(
    a.loopback("loop0", a.addresses("192.0.2.1/24", "2001:db8::1/64")),
    a.loopback("loop1", a.addresses("198.51.100.1/24")),
  ),
  "sweetcomb-punt:punt": more,
});

export const puntScenarios: Scenarios = {
  "redirects of punted packets are read back, change, and go with their interfaces": async (bed) => {
    const redirects = [
      redirect("any", "ipv4", "loop0", "192.0.2.2"),
      redirect("loop1", "ipv4", "loop0", "192.0.2.3"),
      redirect("loop1", "ipv6", "loop0", "2001:db8::2"),
    ];
    await isReadBack(bed, punt({ redirect: redirects }));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, punt({ redirect: [redirect("any", "ipv4", "loop1", "198.51.100.2")] }));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /sweetcomb-punt/);
  },

  "ports are punted, and a policer holds the packets back": async (bed) => {
    const policers = (...names: readonly string[]) => ({
      "sweetcomb-qos:policers": {
        policer: names.map((name) => ({ name, "committed-rate": 1000, "committed-burst": "64000" })),
      },
    });
    const ports = {
      "udp-port": [
        { "address-family": "ipv4", port: 5000 },
        { "address-family": "ipv6", port: 5000 },
      ],
      "unknown-port": [{ "address-family": "ipv4", protocol: "tcp" }],
    };
    const policed = (policer: string) => ({ ...ports, policer: [{ "address-family": "ipv4", policer }] });
    await isReadBack(bed, { ...policers("slow"), ...punt(policed("slow")) });
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, { ...policers("slower"), ...punt(policed("slower")) });
    await isReadBack(bed, punt(ports));
  },

  "a next hop of another family than the punted packets is refused": async (bed) => {
    const mixed = redirect("any", "ipv6", "loop0", "192.0.2.2");
    await assert.rejects(bed.configure(punt({ redirect: [mixed] })), /of their family/);
  },
};
