import assert from "node:assert/strict";
import { test } from "node:test";
import { parseVips } from "../../translators/lb/shown-vips.js";

/** As VPP 26.06 says it. */
const text = ` ip6-nat6 [1] 2001:db8:80::1/128
  new_size:1024
  protocol:6 port:53
  type:clusterip port:13568 target_port:53  counters:
    packet from existing sessions: 7
    first session packet: 2
    untracked packet: 0
    no server configured: 0
  #as:2
    2001:db8::12 1024 buckets   3 flows  dpo:29 used
    2001:db8::13 0 buckets   1 flows  dpo:30  removed

 ip4-gre4 [2] 203.0.113.0/24 removed
  new_size:1024
  counters:
    packet from existing sessions: 1
    first session packet: 1
    untracked packet: 1
    no server configured: 1
  #as:0

 ip4-gre4 [3] 203.0.113.0/24 src_ip_sticky
  new_size:1024
  counters:
    packet from existing sessions: 0
    first session packet: 0
    untracked packet: 0
    no server configured: 4
  #as:0

`;

test("counters and shares are read out of VPP's words, without what was removed", () => {
  const vips = parseVips(text);
  assert.deepEqual([...vips.keys()], ["2001:db8:80::1/128 tcp 53", "203.0.113.0/24 any 0"]);
  const [first, second] = [...vips.values()];
  assert.deepEqual(first?.statistics, {
    "known-flow-packets": "7",
    "new-flow-packets": "2",
    "untracked-packets": "0",
    "no-server-packets": "0",
  });
  assert.deepEqual([...(first?.servers ?? [])], [["2001:db8::12", { buckets: 1024, flows: 3 }]]);
  assert.equal(second?.statistics["no-server-packets"], "4");
  assert.equal(second?.servers.size, 0);
});

test("other words say nothing", () => {
  assert.equal(parseVips("[0] gre4 203.0.113.0/24 all ports\n  192.0.2.11\n").size, 0);
  assert.equal(parseVips("").size, 0);
});
