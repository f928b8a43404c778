import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AclAction } from "vpp-binapi-ts/api";
import { listOf } from "../../translators/acl/aces.js";
import { firstMisplaced } from "../../translators/acl/macip-order.js";
import { macipRulesOf } from "../../translators/acl/macip-rules.js";
import type { Ace, AclValue, Matches } from "../../translators/acl/model.js";
import { acesOf } from "../../translators/acl/model.js";
import { rulesOf, ruleText } from "../../translators/acl/rules.js";
import { prefix } from "../../translators/ip/addresses.js";

const ipv4List: AclValue = { type: "ietf-access-control-list:ipv4-acl-type" };
const bothList: AclValue = { type: "sweetcomb-acl:ip-acl-type" };

function ace(matches: Matches, forwarding = "accept"): Ace {
  return { name: "e", matches, actions: { forwarding } };
}

function rules(matches: Matches, list = ipv4List): string[] {
  return rulesOf(ace(matches), list).map(ruleText);
}

const any4 = "1 0.0.0.0/0 0.0.0.0/0";

test("ports are ranges, and one to avoid is two of them", () => {
  const tcp = (port: object) => rules({ tcp: { "destination-port": port } });
  assert.deepEqual(tcp({ operator: "eq", port: 80 }), [`${any4} 6 0 65535 80 80 0 0`]);
  assert.deepEqual(tcp({ operator: "lte", port: 80 }), [`${any4} 6 0 65535 0 80 0 0`]);
  assert.deepEqual(tcp({ operator: "gte", port: 80 }), [`${any4} 6 0 65535 80 65535 0 0`]);
  assert.deepEqual(tcp({ "lower-port": 1, "upper-port": 2 }), [`${any4} 6 0 65535 1 2 0 0`]);
  assert.deepEqual(tcp({ operator: "neq", port: 80 }), [
    `${any4} 6 0 65535 0 79 0 0`,
    `${any4} 6 0 65535 81 65535 0 0`,
  ]);
  assert.deepEqual(tcp({ operator: "neq", port: 0 }), [`${any4} 6 0 65535 1 65535 0 0`]);
  assert.deepEqual(tcp({ operator: "neq", port: 65535 }), [`${any4} 6 0 65535 0 65534 0 0`]);
});

test("an entry without a family is for those of its list, with the ICMP of each", () => {
  assert.deepEqual(rules({ icmp: { type: 1 } }, bothList), [`${any4} 1 1 1 0 255 0 0`, "1 ::/0 ::/0 58 1 1 0 255 0 0"]);
  assert.equal(rules({ icmp: { type: 1 } }).length, 1);
});

test("flags are compared as far as the mask says, or as far as they are named", () => {
  assert.deepEqual(rules({ tcp: { flags: "ack syn" } }), [`${any4} 6 0 65535 0 65535 18 18`]);
  const masked = { flags: "ack", "sweetcomb-acl:flags-mask": "ack syn" };
  assert.deepEqual(rules({ tcp: masked }), [`${any4} 6 0 65535 0 65535 18 16`]);
});

test("any rule of VPP is shown as an entry that makes this rule again", () => {
  const port = fc
    .tuple(fc.nat(65535), fc.nat(65535))
    .map(([one, other]) => [Math.min(one, other), Math.max(one, other)]);
  const octet = fc.nat(255);
  const networks = fc.constantFrom(
    ["10.0.0.0/8", "0.0.0.0/0"],
    ["192.0.2.1/32", "198.51.100.0/24"],
    ["::/0", "2001:db8::/32"],
    ["2001:db8::1/128", "::/0"],
  );
  const rule = fc.record({
    networks,
    proto: fc.constantFrom(0, 6, 17, 50, 132),
    source: port,
    destination: port,
    mask: octet,
    value: octet,
    isPermit: fc.constantFrom(...Object.values(AclAction)),
  });
  fc.assert(
    fc.property(rule, ({ networks, proto, source, destination, mask, value, isPermit }) => {
      const hasPorts = proto === 6 || proto === 17;
      const [from, to] = hasPorts ? [source, destination] : [[0, 65535] as const, [0, 65535] as const];
      const given = {
        isPermit,
        srcPrefix: prefix(networks[0]!),
        dstPrefix: prefix(networks[1]!),
        proto: proto as 0,
        srcportOrIcmptypeFirst: from[0]!,
        srcportOrIcmptypeLast: from[1]!,
        dstportOrIcmpcodeFirst: to[0]!,
        dstportOrIcmpcodeLast: to[1]!,
        tcpFlagsMask: proto === 6 ? mask : 0,
        tcpFlagsValue: proto === 6 ? value & mask : 0,
      };
      const list = listOf([given]);
      assert.deepEqual(
        acesOf(list)
          .flatMap((entry) => rulesOf(entry, list))
          .map(ruleText),
        [ruleText(given)],
      );
    }),
  );
});

test("entries for Ethernet that VPP would try in another order are found, others are not", () => {
  const mixed: AclValue = { type: "ietf-access-control-list:mixed-eth-ipv4-ipv6-acl-type" };
  const misplaced = (...aces: readonly Ace[]) => firstMisplaced(aces.flatMap((each) => macipRulesOf(each, mixed)));
  const host = (mac: string, network: string, forwarding = "accept") =>
    ace({ eth: { "source-mac-address": mac }, ipv4: { "source-ipv4-network": network } }, forwarding);
  const [one, other] = ["02:00:00:00:00:01", "02:00:00:00:00:02"] as const;
  assert.equal(misplaced(host(one, "192.0.2.1/32"), host(other, "192.0.2.2/32")), undefined);
  assert.equal(misplaced(host(one, "192.0.2.1/32", "drop"), host(one, "192.0.2.0/24")), undefined);
  assert.deepEqual(misplaced(host(one, "192.0.2.0/24"), host(one, "192.0.2.1/32", "drop")), [0, 1]);
  assert.equal(misplaced(host(one, "192.0.2.0/24"), host(other, "192.0.2.1/32", "drop")), undefined);
  assert.deepEqual(misplaced(host(one, "192.0.2.1/32"), host(one, "192.0.2.1/32", "drop")), [0, 1]);
});
