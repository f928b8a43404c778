/** Access control lists. */

import assert from "node:assert/strict";
import { AclAction, AclAddReplace, AclDump, AclInterfaceListDump, type AclRule, MacipAclDump } from "vpp-binapi-ts/api";
import { ip4Bytes } from "../../../translators/ip/addresses.js";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import {
  accept,
  ace,
  attached,
  both,
  drop,
  ethernet,
  ipv4,
  ipv6,
  list,
  lists,
  mixed,
  withAttachments,
} from "../acl-configuration.js";
import { configurationIn } from "../configuration-in.js";
import * as a from "../configurations.js";
import { assertContains } from "../contains.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";
import { eventually, forgetPackets, sendPackets } from "../send-packets.js";

const none = 0xffff_ffff;

const everything = [
  list(
    "web",
    ipv4,
    ace("https", "sweetcomb-acl:accept-and-reflect", {
      ipv4: { "source-ipv4-network": "198.51.100.0/24", "destination-ipv4-network": "192.0.2.1/32" },
      tcp: { "destination-port": { operator: "eq", port: 443 } },
    }),
    ace("established", accept, { tcp: { flags: "ack", "sweetcomb-acl:flags-mask": "ack syn" } }),
    ace("low ports", drop, { udp: { "source-port": { operator: "lte", port: 1023 } } }),
    ace("high ports", accept, { udp: { "destination-port": { "lower-port": 33434, "upper-port": 33523 } } }),
    ace("not smtp", accept, { tcp: { "destination-port": { operator: "neq", port: 25 } } }),
    ace("echo", accept, { icmp: { type: 8, code: 0 } }),
    ace("esp", accept, { ipv4: { protocol: 50 } }),
    ace("rest", drop),
  ),
  list(
    "web6",
    ipv6,
    ace("neighbours", accept, { icmp: { type: 133, "sweetcomb-acl:last-type": 137 } }),
    ace("net", accept, { ipv6: { "destination-ipv6-network": "2001:db8::/32" } }),
  ),
  list(
    "all",
    both,
    ace("dns", accept, { udp: { "destination-port": { operator: "eq", port: 53 } } }),
    ace("rest", drop),
  ),
  list("nothing", both),
];

export const aclScenarios: Scenarios = {
  "lists for IPv4, IPv6 and both are read back, attached in order, and changed in place": async (bed) => {
    const interfaces = a.interfaces(a.loopback("loop0"), a.loopback("loop1"));
    await isReadBack(bed, {
      ...interfaces,
      ...withAttachments(everything, [attached("loop0", ["web", "all"], ["all"]), attached("loop1", [], ["nothing"])]),
    });
    const before = await indexesByTag(bed);
    const changed = [list("web", ipv4, ace("rest", accept)), ...everything.slice(1)];
    await isReadBack(bed, {
      ...interfaces,
      ...withAttachments(changed, [attached("loop0", ["all", "web6", "web"], ["nothing"])]),
    });
    assert.deepEqual(await indexesByTag(bed), before, "a list was made anew");
    assert.deepEqual(await bed.restartServer(), []);
  },

  "an entry that names no family, and a port that must differ, take several rules of VPP": async (bed) => {
    await bed.configure(lists(...everything));
    const vpp = await bed.asOther();
    const counts: Record<string, number> = {};
    for await (const { tag, r } of vpp.dump(AclDump, { aclIndex: none })) counts[tag] = r.length;
    assert.deepEqual(counts, { "sc:web": 9, "sc:web6": 2, "sc:all": 4, "sc:nothing": 0 });
  },

  "lists for Ethernet are read back, changed in place, and become lists for IP": async (bed) => {
    const sender = { "source-mac-address": "02:00:00:00:00:01" };
    const interfaces = a.interfaces(a.loopback("loop0"), a.loopback("loop1"));
    const guards = (...more: readonly a.Member[]) => [
      list("guard", ethernet, ace("known", accept, { eth: sender }), ...more),
      list(
        "bind",
        mixed,
        ace("host", accept, { eth: sender, ipv4: { "source-ipv4-network": "192.0.2.5/32" } }),
        ace("vendor", accept, {
          eth: { "source-mac-address": "02:01:00:00:00:00", "source-mac-address-mask": "ff:ff:00:00:00:00" },
          ipv6: { "source-ipv6-network": "2001:db8::/64" },
        }),
      ),
      list("any", both, ace("rest", accept)),
    ];
    const attachments = [attached("loop0", ["guard", "any"], ["any"]), attached("loop1", ["bind"])];
    await isReadBack(bed, { ...interfaces, ...withAttachments(guards(), attachments) });
    const other = ace("other", accept, { eth: { "source-mac-address": "02:00:00:00:00:02" } });
    await isReadBack(bed, { ...interfaces, ...withAttachments(guards(other), attachments) });
    assert.deepEqual(await bed.restartServer(), []);
    const ip = [list("guard", both, ace("rest", drop)), ...guards().slice(1)];
    await isReadBack(bed, {
      ...interfaces,
      ...withAttachments(ip, [attached("loop0", ["guard", "any"]), attached("loop1", ["bind"], ["guard"])]),
    });
    const vpp = await bed.asOther();
    const tags: string[] = [];
    for await (const { tag } of vpp.dump(MacipAclDump, { aclIndex: none })) tags.push(tag);
    assert.deepEqual(tags, ["sc:bind"]);
  },

  "types of frames are read back, and go before the interface that VPP would keep them for": async (bed) => {
    const attachment = (ethertypes: a.Member) =>
      attached("loop0", ["all"], [], { "sweetcomb-acl:ethertypes": ethertypes });
    const loop0 = a.interfaces(a.loopback("loop0"));
    const all = everything.slice(2, 3);
    await isReadBack(bed, {
      ...loop0,
      ...withAttachments(all, [attachment({ ingress: [2054, 34525], egress: [2054] })]),
    });
    await isReadBack(bed, { ...loop0, ...withAttachments(all, [attachment({ egress: [35020, 2054] })]) });
    await bed.configure({});
    await bed.configure(loop0);
    assert.doesNotMatch(JSON.stringify(await bed.southbound.read({})), /ethertypes/);
  },

  "settings of all lists, and counters of entries while VPP counts": async (bed) => {
    const settings = {
      "sweetcomb-acl:settings": {
        "reclassify-sessions": true,
        "count-matches": true,
        "match-later-fragments": false,
        "hash-lookup": false,
        "session-timeouts": { "udp-idle": 30, "tcp-idle": 3600, "tcp-transient": 10 },
      },
    };
    await isReadBack(bed, withAttachments(everything, [], settings));
    assert.deepEqual(await bed.restartServer(), []);
    await isReadBack(bed, lists(...everything));
  },

  "an interface goes together with its lists, and comes back with them": async (bed) => {
    const configuration = {
      ...a.interfaces(a.loopback("loop0", a.addresses("192.0.2.1/24"))),
      ...withAttachments(everything, [attached("loop0", ["web"], ["web6"])]),
    };
    await isReadBack(bed, configuration);
    await bed.configure(lists(...everything));
    const vpp = await bed.asOther();
    for await (const { acls } of vpp.dump(AclInterfaceListDump, { swIfIndex: none })) assert.deepEqual(acls, []);
    await isReadBack(bed, configuration);
  },

  "rules that others put into a list are shown one by one, and a resync brings the list back": async (bed) => {
    const web = everything.slice(0, 1);
    await bed.configure(lists(...web));
    const vpp = await bed.asOther();
    const aclIndex = (await indexesByTag(bed)).get("sc:web")!;
    const before = await configurationIn(bed);
    await vpp.call(AclAddReplace, { aclIndex, tag: "sc:web", r: [foreignRule] });
    const shown = list("web", ipv4, {
      name: "rule-0",
      matches: {
        ipv4: { protocol: 6, "source-ipv4-network": "10.0.0.0/8", "destination-ipv4-network": "0.0.0.0/0" },
        tcp: {
          "destination-port": { "lower-port": 1, "upper-port": 9 },
          flags: "syn",
          "sweetcomb-acl:flags-mask": "syn",
        },
      },
      actions: { forwarding: accept },
    });
    assertContains(await bed.southbound.read({}), lists(shown));
    await bed.resync();
    assert.deepEqual(await configurationIn(bed), before);
  },

  "what the rules of VPP cannot say is refused with the entry and the leaf": async (bed) => {
    const refused = (configuration: Configuration, path: RegExp, message: RegExp) =>
      assert.rejects(bed.configure(configuration), (error: { details: { path: string }; message: string }) => {
        assert.match(error.details.path, path);
        assert.match(error.message, message);
        return true;
      });
    const entry = (name: string) => new RegExp(`acl\\[name='x'\\]/aces/ace\\[name='e'\\]/${name}$`);
    const of = (type: string, forwarding: string, matches: a.Member = {}) =>
      lists(list("x", type, ace("e", forwarding, matches)));
    await refused(of(ipv4, "ietf-access-control-list:reject"), entry("actions/forwarding"), /no reject/);
    await refused(of(ipv4, accept, { ipv4: { protocol: 0 } }), entry("matches/ipv4/protocol"), /any protocol/);
    const contradiction = { ipv4: { protocol: 17 }, tcp: { "source-port": { operator: "eq", port: 1 } } };
    await refused(of(ipv4, accept, contradiction), entry("matches/ipv4/protocol"), /contradicts/);
    await refused(
      of(ipv4, "sweetcomb-acl:accept-and-reflect", { ipv4: { protocol: 132 } }),
      entry("actions/forwarding"),
      /not of protocol 132/,
    );
    const flags = { tcp: { flags: "syn", "sweetcomb-acl:flags-mask": "ack" } };
    await refused(of(ipv4, accept, flags), entry("matches/tcp/flags"), /nothing would match/);
    await refused(
      of(ethernet, accept, { tcp: { "source-port": { operator: "eq", port: 1 } } }),
      entry("matches/tcp"),
      /sender/,
    );
    const other = lists(list("x", ipv4, ace("e", accept, { ipv6: { protocol: 6 } })), list("y", ipv6));
    await refused(other, entry("matches/ipv6"), /does not look at ipv6/);
    await refused(lists(list("n".repeat(61), ipv4)), /\/name$/, /at most 60 bytes/);
  },

  "a list for Ethernet stands first and for what comes in, and in an order that VPP keeps": async (bed) => {
    const loop0 = a.interfaces(a.loopback("loop0"));
    const guard = list("guard", ethernet, ace("all", accept));
    const some = [guard, list("any", both, ace("rest", accept))];
    await assert.rejects(
      bed.configure({ ...loop0, ...withAttachments(some, [attached("loop0", ["any", "guard"])]) }),
      /has to be the first/,
    );
    await assert.rejects(
      bed.configure({ ...loop0, ...withAttachments(some, [attached("loop0", [], ["guard"])]) }),
      /only a list for IPv4 or IPv6/,
    );
    const misplaced = list(
      "guard",
      ethernet,
      ace("all", accept),
      ace("one", drop, { eth: { "source-mac-address": "02:00:00:00:00:01" } }),
    );
    await assert.rejects(bed.configure(lists(misplaced)), /"one" may decide before "all"/);
  },
};

const foreignRule: AclRule = {
  isPermit: AclAction.ACL_ACTION_API_PERMIT,
  srcPrefix: { address: { af: 0, un: { ip4: ip4Bytes("10.0.0.0") } }, len: 8 },
  dstPrefix: { address: { af: 0, un: { ip4: ip4Bytes("0.0.0.0") } }, len: 0 },
  proto: 6,
  srcportOrIcmptypeFirst: 0,
  srcportOrIcmptypeLast: 65535,
  dstportOrIcmpcodeFirst: 1,
  dstportOrIcmpcodeLast: 9,
  tcpFlagsMask: 2,
  tcpFlagsValue: 2,
};

async function indexesByTag(bed: TestBed): Promise<ReadonlyMap<string, number>> {
  const vpp = await bed.asOther();
  const indexes = new Map<string, number>();
  for await (const { tag, aclIndex } of vpp.dump(AclDump, { aclIndex: none })) indexes.set(tag, aclIndex);
  return indexes;
}

/** Packets go through a real VPP only. */
export const aclScenariosOfRealVpp: Scenarios = {
  "packets are dropped and let through as the entries say, and counted for each": async (bed) => {
    const mac = "02:00:00:00:00:11";
    const udp = { "destination-port": { operator: "neq", port: 7 } };
    await bed.configure({
      ...a.interfaces(
        a.loopback("loop0", {
          enabled: true,
          "sweetcomb-interfaces:mac-address": mac,
          ...a.addresses("192.0.2.1/24"),
        }),
      ),
      ...withAttachments(
        [
          list(
            "in",
            ipv4,
            ace("one host", drop, { ipv4: { "source-ipv4-network": "192.0.2.7/32" }, udp }),
            ace("the others", accept, { ipv4: { "source-ipv4-network": "192.0.2.0/24" }, udp }),
          ),
        ],
        [attached("loop0", ["in"])],
        { "sweetcomb-acl:settings": { "count-matches": true } },
      ),
    });
    const from = (source: string, port: number, count: number) => ({
      count,
      interface: "loop0",
      mac,
      headers: `UDP: ${source} -> 192.0.2.1 UDP: 1234 -> ${port}`,
    });
    const packets = [
      from("192.0.2.7", 5, 3),
      from("192.0.2.7", 50, 4),
      from("192.0.2.8", 50, 2),
      from("192.0.2.8", 7, 1),
    ];
    await sendPackets(bed, packets);
    const counted = (name: string, count: number) => ({ name, statistics: { "matched-packets": String(count) } });
    await eventually(async () => {
      const expected = { acl: [{ name: "in", aces: { ace: [counted("one host", 7), counted("the others", 2)] } }] };
      assertContains(await bed.southbound.read({}), { "ietf-access-control-list:acls": expected });
    });
    await forgetPackets(bed, packets);
  },
};
