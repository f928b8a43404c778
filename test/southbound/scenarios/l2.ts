/** Bridge domains and cross-connects. */

import assert from "node:assert/strict";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const domain = (name: string, id: number, more: a.Member = {}): a.Member => ({ name, id, ...more });
const domains = (...list: readonly a.Member[]) => ({ "sweetcomb-l2:bridge-domains": { "bridge-domain": list } });
const port = (name: string, inDomain: string, more: a.Member = {}, l2: a.Member = {}) =>
  a.loopback(name, { "sweetcomb-l2:l2": { bridge: { domain: inDomain, ...more }, ...l2 } });

/** Switches of a bridge domain that are on when nothing is said. */
const ON_AT_FIRST = ["flood", "unknown-unicast-flood", "forward", "learn"];

const pipeEnd = { type: "sweetcomb-sub-interfaces:pipe-end" };

export const l2Scenarios: Scenarios = {
  "a bridge domain with ports, MAC entries and ARP entries is read back, and found again by a restarted server": async (
    bed,
  ) => {
    const configuration = {
      ...domains(
        domain("tenant-a", 10, {
          "arp-termination": true,
          learn: false,
          "mac-age": 5,
          "learn-limit": 100,
          "mac-entry": [
            { "mac-address": "02:00:00:00:01:01", interface: "loop0" },
            { "mac-address": "02:00:00:00:01:02", filter: [null] },
          ],
          "arp-entry": [
            { "ip-address": "192.0.2.7", "mac-address": "02:00:00:00:00:07" },
            { "ip-address": "2001:db8::7", "mac-address": "02:00:00:00:00:08" },
          ],
        }),
      ),
      ...a.interfaces(
        port("loop0", "tenant-a", { "split-horizon-group": 3 }),
        port("loop1", "tenant-a", { "port-type": "unknown-unicast" }),
        a.loopback("loop2", {
          ...a.addresses("192.0.2.1/24"),
          "sweetcomb-l2:l2": { bridge: { domain: "tenant-a", "port-type": "bvi" } },
        }),
      ),
    };
    await isReadBack(bed, configuration);
    const before = await configurationIn(bed);
    assert.deepEqual(await bed.restartServer(), []);
    assert.deepEqual(await configurationIn(bed), before);
  },

  "MAC and ARP entries of a bridge domain come, change and go one by one": async (bed) => {
    const known = (entries: readonly (readonly [ip: string, last: number])[], macs: readonly a.Member[]) => ({
      ...domains(
        domain("one", 11, {
          "arp-termination": true,
          "mac-entry": macs,
          "arp-entry": entries.map(([ip, last]) => ({ "ip-address": ip, "mac-address": `02:00:00:00:00:0${last}` })),
        }),
      ),
      ...a.interfaces(port("loop0", "one"), port("loop1", "one")),
    });
    const [first, second] = ["loop0", "loop1"].map((name) => ({ "mac-address": "02:00:00:00:01:01", interface: name }));
    const filter = { "mac-address": "02:00:00:00:01:02", filter: [null] };
    await isReadBack(bed, known([["192.0.2.7", 7]], [first!]));
    await isReadBack(
      bed,
      known(
        [
          ["192.0.2.7", 8],
          ["2001:db8::7", 7],
        ],
        [second!, filter],
      ),
    );
    await isReadBack(bed, known([["2001:db8::7", 9]], [filter]));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, known([], []));
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /arp-entry|mac-entry/);
  },

  "functions of a port are disabled, change in place, move along to another domain, and come back": async (bed) => {
    const both = domains(domain("one", 11), domain("two", 12));
    const inDomain = (name: string, disabled: string) => ({
      ...both,
      ...a.interfaces(port("loop0", name, { disabled }), port("loop1", "one")),
    });
    await isReadBack(bed, inDomain("one", "learn unknown-unicast-flood"));
    await isReadBack(bed, inDomain("one", "forward unknown-unicast-flood arp-unicast-forward"));
    await isReadBack(bed, inDomain("two", "forward unknown-unicast-flood arp-unicast-forward"));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(
      bed,
      inDomain("two", "learn forward flood unknown-unicast-flood arp-termination arp-unicast-forward"),
    );
    await isReadBack(bed, inDomain("two", ""));
    const bvi = port("loop0", "one", { "port-type": "bvi", disabled: "flood" });
    await assert.rejects(bed.configure({ ...both, ...a.interfaces(bvi) }), /Only functions of normal ports/);
  },

  "every switch of a bridge domain is turned in place, and turned back": async (bed) => {
    const switches = ["flood", "unknown-unicast-flood", "forward", "learn", "arp-termination", "arp-unicast-forward"];
    const turned = (names: readonly string[]) => ({
      ...domains(domain("one", 11, Object.fromEntries(names.map((name) => [name, !ON_AT_FIRST.includes(name)])))),
      ...a.interfaces(port("loop0", "one")),
    });
    for (const name of switches) await isReadBack(bed, turned([name]));
    await isReadBack(bed, turned(switches));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, turned([]));
    const limited = (limit: number) => domains(domain("one", 11, { "learn-limit": limit }));
    await isReadBack(bed, limited(5));
    await isReadBack(bed, limited(6));
  },

  "tags are rewritten in every way, which changes in place": async (bed) => {
    const rewritten = (operation: string, more: a.Member = {}) => ({
      ...domains(domain("one", 11)),
      ...a.interfaces(a.loopback("loop0"), {
        name: "loop0.5",
        type: "iana-if-type:l2vlan",
        "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", "outer-vlan-id": 5, "inner-vlan-id": 6 },
        "sweetcomb-l2:l2": { bridge: { domain: "one" }, "vlan-tag-rewrite": { operation, ...more } },
      }),
    });
    const [outer, both] = [{ "outer-tag": 100 }, { "outer-tag": 100, "inner-tag": 200 }];
    await isReadBack(bed, rewritten("pop-1"));
    await isReadBack(bed, rewritten("pop-2"));
    for (const type of ["dot1q", "dot1ad"]) {
      await isReadBack(bed, rewritten("push-1", { ...outer, "push-type": type }));
      await isReadBack(bed, rewritten("push-2", { ...both, "push-type": type }));
      await isReadBack(bed, rewritten("translate-1-1", { ...outer, "push-type": type }));
      await isReadBack(bed, rewritten("translate-1-2", { ...both, "push-type": type }));
      await isReadBack(bed, rewritten("translate-2-1", { ...outer, "push-type": type }));
      await isReadBack(bed, rewritten("translate-2-2", { ...both, "push-type": type }));
      assert.deepEqual(await bed.restartServer(), []);
    }
  },

  "flags and times of a bridge domain change in place, its number by making it anew with its ports": async (bed) => {
    const ports = a.interfaces(port("loop0", "one"), port("loop1", "one"));
    await isReadBack(bed, { ...domains(domain("one", 11)), ...ports });
    await isReadBack(bed, {
      ...domains(domain("one", 11, { flood: false, "arp-termination": true, "mac-age": 7 })),
      ...ports,
    });
    await isReadBack(bed, { ...domains(domain("one", 12)), ...ports });
  },

  "a domain goes together with the BVI that has an address and with its ports": async (bed) => {
    const bvi = { "sweetcomb-l2:l2": { bridge: { domain: "one", "port-type": "bvi" } } };
    await isReadBack(bed, {
      ...domains(domain("one", 11)),
      ...a.interfaces(a.loopback("loop0", { ...a.addresses("192.0.2.1/24"), ...bvi }), port("loop1", "one")),
    });
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-l2:bridge-domains"], undefined);
  },

  "ports move from one domain to another while the first one goes, and the BVI changes hands": async (bed) => {
    const inDomain = (name: string, id: number, bvi: string, other: string) => ({
      ...domains(domain(name, id)),
      ...a.interfaces(port(bvi, name, { "port-type": "bvi" }), port(other, name)),
    });
    await isReadBack(bed, inDomain("one", 11, "loop0", "loop1"));
    await isReadBack(bed, inDomain("two", 12, "loop1", "loop0"));
  },

  "cross-connects are read back in both directions and become ports of a bridge domain": async (bed) => {
    const to = (name: string) => ({ "sweetcomb-l2:l2": { "cross-connect": name } });
    const west = { name: "west", type: "sweetcomb-interfaces:memif", "sweetcomb-interfaces:memif": { id: 1 } };
    await isReadBack(bed, a.interfaces(a.loopback("loop0", to("west")), { ...west, ...to("loop0") }));
    await isReadBack(bed, {
      ...domains(domain("one", 11)),
      ...a.interfaces(port("loop0", "one"), a.loopback("loop1")),
    });
  },

  "an interface leaves layer 2 and gets addresses in the same commit": async (bed) => {
    await isReadBack(bed, { ...domains(domain("one", 11)), ...a.interfaces(port("loop0", "one")) });
    await isReadBack(bed, a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))));
  },

  "a ring of pipes or loopbacks is refused before VPP hears of it": async (bed) => {
    const to = (name: string) => ({ "sweetcomb-l2:l2": { "cross-connect": name } });
    const within = (name: string) => ({ "sweetcomb-l2:l2": { bridge: { domain: name } } });
    const pipe = (name: string, west: a.Member, east: a.Member) => [
      { name, type: "sweetcomb-sub-interfaces:pipe" },
      { ...pipeEnd, name: `${name}-west`, "sweetcomb-sub-interfaces:pipe-end": { pipe: name }, ...west },
      { ...pipeEnd, name: `${name}-east`, "sweetcomb-sub-interfaces:pipe-end": { pipe: name, side: "east" }, ...east },
    ];
    const two = domains(domain("one", 11), domain("two", 12));
    const isRefused = (leaf: string, ...list: readonly a.Member[]) =>
      assert.rejects(
        bed.configure({ ...two, ...a.interfaces(...list) }),
        ({ message, details }: { message: string; details: { path: string; vpp?: unknown } }) => {
          assert.match(message, /would come back to it/);
          assert.match(details.path, new RegExp(`/sweetcomb-l2:l2/${leaf}$`));
          assert.equal(details.vpp, undefined, "VPP has heard of it");
          return true;
        },
      );
    const [one, other] = [within("one"), within("two")];
    await isRefused("bridge", ...pipe("pipe0", one, one));
    await isRefused("bridge", ...pipe("pipe0", one, other), ...pipe("pipe1", other, one));
    await isRefused("cross-connect", ...pipe("pipe0", to("pipe0-east"), {}));
    await isReadBack(bed, { ...two, ...a.interfaces(a.loopback("loop0", to("loop1")), a.loopback("loop1", one)) });
    await isRefused("cross-connect", a.loopback("loop0", to("loop1")), a.loopback("loop1", to("loop0")));
  },

  "a cross-connect leads to an interface in layer 2 only, and that one stays there": async (bed) => {
    const to = (name: string) => ({ "sweetcomb-l2:l2": { "cross-connect": name } });
    const within = { "sweetcomb-l2:l2": { bridge: { domain: "one" } } };
    const because = { tag: "operation-not-supported", message: /no part of layer 2/ };
    const one = domains(domain("one", 11));
    const oneWay = (more: a.Member, to0: a.Member = to("west")) =>
      a.interfaces(a.loopback("loop0", to0), a.loopback("loop1", within), { ...west, ...more });
    const west = { name: "west", type: "sweetcomb-interfaces:memif", "sweetcomb-interfaces:memif": { id: 1 } };
    await assert.rejects(bed.configure({ ...one, ...oneWay({}) }), because);
    await isReadBack(bed, { ...one, ...oneWay(within) });
    await assert.rejects(bed.configure({ ...one, ...oneWay({}) }), because);
    await isReadBack(bed, { ...one, ...oneWay(to("loop1")) });
    await assert.rejects(bed.configure({ ...one, ...oneWay({}) }), because);
    await isReadBack(bed, { ...one, ...oneWay({}, within) });
  },

  "an interface goes without taking out of layer 2 what it was cross-connected to": async (bed) => {
    const one = domains(domain("one", 11));
    const connected = a.loopback("loop0", { "sweetcomb-l2:l2": { "cross-connect": "loop1" } });
    await isReadBack(bed, { ...one, ...a.interfaces(connected, port("loop1", "one")) });
    await isReadBack(bed, { ...one, ...a.interfaces(port("loop1", "one")) });
    assert.deepEqual(await bed.restartServer(), []);
  },

  "tags are taken off, put on and changed in every way, and a restarted server finds nothing to do": async (bed) => {
    const bothTags = {
      name: "loop0.5",
      type: "iana-if-type:l2vlan",
      "sweetcomb-sub-interfaces:sub-interface": { parent: "loop0", "outer-vlan-id": 5, "inner-vlan-id": 6 },
    };
    const one = { "push-type": "dot1ad", "outer-tag": 7 };
    const two = { "push-type": "dot1q", "outer-tag": 8, "inner-tag": 9 };
    const rewrites = [
      ...["pop-1", "pop-2"].map((operation) => ({ operation })),
      ...["push-1", "translate-1-1", "translate-2-1"].map((operation) => ({ operation, ...one })),
      ...["push-2", "translate-1-2", "translate-2-2"].map((operation) => ({ operation, ...two })),
    ];
    for (const rewrite of rewrites) {
      const port = { ...bothTags, "sweetcomb-l2:l2": { "cross-connect": "loop1", "vlan-tag-rewrite": rewrite } };
      const other = a.loopback("loop1", { "sweetcomb-l2:l2": { bridge: { domain: "one" } } });
      await isReadBack(bed, { ...domains(domain("one", 11)), ...a.interfaces(a.loopback("loop0"), port, other) });
      assert.deepEqual(await bed.restartServer(), [], rewrite.operation);
    }
  },

  "combinations that VPP would take and get wrong are refused by the model": async (bed) => {
    const refused = (configuration: Readonly<Record<string, unknown>>, reason: RegExp) =>
      assert.rejects(bed.configure(configuration), reason);
    const addressed = a.loopback("loop0", {
      ...a.addresses("192.0.2.1/24"),
      "sweetcomb-l2:l2": { bridge: { domain: "one" } },
    });
    await refused({ ...domains(domain("one", 11)), ...a.interfaces(addressed) }, /has no IP addresses/);
    const itself = a.loopback("loop0", { "sweetcomb-l2:l2": { "cross-connect": "loop0" } });
    await refused(a.interfaces(itself), /cannot be connected with itself/);
    const rewritten = a.loopback("loop0", { "sweetcomb-l2:l2": { "vlan-tag-rewrite": { operation: "pop-1" } } });
    await refused(a.interfaces(rewritten), /in layer 2 only/);
    const elsewhere = domain("one", 11, { "mac-entry": [{ "mac-address": "02:00:00:00:01:01", interface: "loop0" }] });
    await refused({ ...domains(elsewhere), ...a.interfaces(a.loopback("loop0")) }, /has to be a port/);
  },

  "backbone headers of both sides are read back, change in place, and give way to VLAN tags": async (bed) => {
    const header = (side: string, more: a.Member = {}) => ({
      "pbb-tag-rewrite": {
        side,
        "destination-mac-address": "02:00:00:00:0b:01",
        "source-mac-address": "02:00:00:00:0b:02",
        "service-id": 74565,
        ...more,
      },
    });
    const configuration = (one: a.Member, other: a.Member) => ({
      ...domains(domain("one", 11)),
      ...a.interfaces(port("loop0", "one", {}, one), port("loop1", "one", {}, other)),
    });
    await isReadBack(bed, configuration(header("customer", { "vlan-id": 291 }), header("backbone")));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration(header("backbone"), header("customer", { "service-id": 1048575 })));
    await isReadBack(bed, configuration({ "vlan-tag-rewrite": { operation: "push-1", "outer-tag": 7 } }, {}));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, configuration(header("customer"), {}));
    await isReadBack(bed, a.interfaces(a.loopback("loop0"), a.loopback("loop1")));
    assert.equal((await a.interfaceOf(bed, "loop0"))?.["sweetcomb-l2:l2"], undefined);
    const both = { ...header("customer"), "vlan-tag-rewrite": { operation: "push-1", "outer-tag": 7 } };
    await assert.rejects(bed.configure(configuration(both, {})), /either VLAN tags or backbone headers/);
    const routed = a.loopback("loop0", { "sweetcomb-l2:l2": header("customer") });
    await assert.rejects(bed.configure(a.interfaces(routed)), /in layer 2 only/);
  },

  "devices that are patched to one another are read back, change, and go with either": async (bed) => {
    const patched = (name: string, to: string) => a.loopback(name, { "sweetcomb-l2:l2": { patch: to } });
    await isReadBack(bed, a.interfaces(patched("loop0", "loop1"), patched("loop1", "loop0"), a.loopback("loop2")));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, a.interfaces(patched("loop0", "loop2"), a.loopback("loop1"), a.loopback("loop2")));
    assert.equal((await a.interfaceOf(bed, "loop1"))?.["sweetcomb-l2:l2"], undefined);
    await isReadBack(bed, {
      ...domains(domain("one", 11)),
      ...a.interfaces(port("loop0", "one"), patched("loop1", "loop2"), a.loopback("loop2")),
    });
    await bed.configure(a.interfaces(a.loopback("loop1")));
    assert.equal((await a.interfaceOf(bed, "loop1"))?.["sweetcomb-l2:l2"], undefined);
  },

  "what VPP cannot patch is refused before VPP hears of it": async (bed) => {
    const patched = (to: string) => a.loopback("loop0", { "sweetcomb-l2:l2": { patch: to } });
    const tunnel = {
      name: "ipip0",
      type: "sweetcomb-tunnels:ipip",
      "sweetcomb-tunnels:ipip": { local: "192.0.2.1", remote: "192.0.2.2" },
    };
    await assert.rejects(
      bed.configure(a.interfaces(patched("ipip0"), tunnel)),
      /patches Ethernet interfaces only, and ipip0/,
    );
    await assert.rejects(bed.configure(a.interfaces(patched("loop0"))), /patched to itself/);
    const part = {
      name: "loop1.5",
      type: "iana-if-type:l2vlan",
      "sweetcomb-sub-interfaces:sub-interface": { parent: "loop1", "outer-vlan-id": 5 },
    };
    await assert.rejects(
      bed.configure(a.interfaces(patched("loop1.5"), a.loopback("loop1"), part)),
      /not sub-interfaces/,
    );
  },

  "how often VPP looks for MAC addresses is configured, changes in place, and goes back": async (bed) => {
    const events = (delay: number) => ({
      "sweetcomb-l2:l2-events": { "mac-addresses": true, "mac-scan-delay": delay },
    });
    await isReadBack(bed, events(500));
    await isReadBack(bed, events(1));
    await bed.configure({});
    assert.doesNotMatch(JSON.stringify(await configurationIn(bed)), /mac-scan-delay/);
    await assert.rejects(bed.configure(events(0)), /out of the allowed range/);
  },
};
