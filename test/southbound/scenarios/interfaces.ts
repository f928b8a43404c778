/** Interfaces and their addresses. */

import assert from "node:assert/strict";
import { MemifSocketFilenameDump } from "vpp-binapi-ts/api";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

export const interfacesScenarios: Scenarios = {
  "loopbacks with addresses, a description, MTUs and a MAC are read back as configured": (bed) =>
    isReadBack(
      bed,
      a.interfaces(
        a.loopback("loop0", {
          ...a.addresses("192.0.2.1/24", "2001:db8::1/64"),
          description: "to the west",
          enabled: true,
        }),
        a.loopback("my loopback; 100%", { enabled: false, "sweetcomb-interfaces:mac-address": "02:00:00:00:aa:01" }),
        a.loopback("loop7", {
          "sweetcomb-interfaces:packet-mtu": 1500,
          "ietf-ip:ipv4": { mtu: 1400 },
          "ietf-ip:ipv6": { mtu: 1380 },
        }),
      ),
    ),

  "an address moves from one interface to another in one commit": async (bed) => {
    await isReadBack(bed, a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24")), a.loopback("loop1")));
    await isReadBack(bed, a.interfaces(a.loopback("loop0"), a.loopback("loop1", a.addresses("192.0.2.1/24"))));
  },

  "an address that an interface cannot have is refused before VPP takes it": async (bed) => {
    for (const [address, because] of [
      ["224.0.0.1/24", /unicast/],
      ["0.0.0.0/24", /unicast/],
      ["255.255.255.255/32", /unicast/],
      ["ff02::1/64", /unicast/],
      ["::/64", /unicast/],
      ["fe80::1/128", /link-local-address/],
      ["febf::1/64", /link-local-address/],
    ] as const) {
      await assert.rejects(bed.configure(a.interfaces(a.loopback("loop0", a.addresses(address)))), because, address);
    }
    await isReadBack(bed, a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24", "ff::1/64", "fec0::1/64"))));
  },

  "memif sockets and interfaces are read back, and made anew when the socket changes": async (bed) => {
    const withSocket = (filename: string) => ({
      "sweetcomb-interfaces:memif-sockets": { socket: [{ id: 7, filename }] },
      ...a.interfaces(
        {
          name: "memif7/1",
          type: "sweetcomb-interfaces:memif",
          "sweetcomb-interfaces:memif": { socket: 7, id: 1, role: "slave", "ring-size": 512, secret: "let me in" },
        },
        { name: "default one", type: "sweetcomb-interfaces:memif" },
        {
          name: "every option",
          type: "sweetcomb-interfaces:memif",
          "sweetcomb-interfaces:memif": {
            socket: 7,
            id: 5,
            role: "slave",
            mode: "ip",
            "rx-queues": 3,
            "tx-queues": 2,
            "buffer-size": 4096,
            "zero-copy": false,
            dma: true,
          },
        },
      ),
    });
    await isReadBack(bed, withSocket("@sweetcomb-test-one"));
    await isReadBack(bed, withSocket("@sweetcomb-test-two"));
    const names: string[] = [];
    for await (const { socketFilename } of (await bed.asOther()).dump(MemifSocketFilenameDump))
      names.push(socketFilename);
    assert.ok(names.includes("abstract:sweetcomb-test-two"), `no name in the abstract name space: ${names}`);
    assert.deepEqual(await bed.restartServer(), []);
  },
};
