import { after, before, describe, test } from "node:test";
import { createTestBed, type TestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const mask = "f".repeat(32);
const session = (digit: string, more: a.Member = {}): a.Member => ({ match: digit.repeat(32), ...more });

const configuration = (tables: readonly a.Member[], classify: a.Member, punt: a.Member, rate: number) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(
    a.loopback("loop0", {
      "sweetcomb-classify:classify": classify,
      ...(rate > 100 && { "sweetcomb-flow-export:sflow": true }),
      "sweetcomb-linux-cp:linux-pair": { "host-interface-name": `host${rate}` },
    }),
  ),
  "sweetcomb-classify:classify": { table: tables },
  "sweetcomb-punt:punt": punt,
  "sweetcomb-flow-export:flow-export": { sflow: { "sampling-rate": rate, direction: rate > 100 ? "both" : "sent" } },
  ...(rate === 100 && { "sweetcomb-linux-cp:linux-control-plane": { "copy-unnumbered": false } }),
});

const first = configuration(
  [
    { name: "v4", mask, session: [session("0"), session("1", { "hit-next": "drop", "ipv4-vrf": "red" })] },
    { name: "v6", mask, skip: 1, "next-table": "v4" },
  ],
  { received: { "ipv4-table": "v4", "ipv6-table": "v6" }, policed: { "ipv4-table": "v4" } },
  {
    "port-socket": [{ "address-family": "ipv4", port: 5000, socket: "/tmp/program.sock" }],
    "reason-socket": [{ reason: "ipsec4-no-such-tunnel", socket: "/tmp/program.sock" }],
  },
  100,
);

const second = configuration(
  [{ name: "v4", mask, "miss-next": "drop", session: [session("1", { opaque: 7 }), session("2")] }],
  { received: { "ipv4-table": "v4" }, counted: { "ipv4-table": "v4" } },
  {
    "port-socket": [{ "address-family": "ipv4", port: 5000, socket: "/tmp/other.sock" }],
    "protocol-socket": [{ "address-family": "ipv6", protocol: "ospf", socket: "/tmp/other.sock" }],
  },
  200,
);

describe("VPP refuses a message while tables, sockets, samples and pairs change", () => {
  let bed: TestBed;
  before(async () => {
    bed = await createTestBed();
    await bed.configure(first);
  });
  after(() => bed?.close());

  test("whichever message it is, VPP is as before, and the next commit works", () =>
    eachMessageIsRefused(bed, first, second));
});
