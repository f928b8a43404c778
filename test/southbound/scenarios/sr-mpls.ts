/** Segment routing with MPLS. */

import assert from "node:assert/strict";
import { IpRouteV2Dump } from "vpp-binapi-ts/api";
import { formatPrefix } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const srMpls = (policy: readonly a.Member[], steering: readonly a.Member[] = []) => ({
  "sweetcomb-mpls:mpls": { table: [{ "table-id": 0 }] },
  ...a.vrfs(a.vrf("customer", 64)),
  "sweetcomb-sr-mpls:sr-mpls": { policy, steering },
});

export const srMplsScenarios: Scenarios = {
  "table 0 of labels goes where VPP looks for it, and what needs it there is refused when another table was first":
    async (bed) => {
      const tables = (...numbers: readonly number[]) => ({
        "sweetcomb-mpls:mpls": { table: numbers.map((number) => ({ "table-id": number })) },
      });
      const policies = { "sweetcomb-sr-mpls:sr-mpls": { policy: [{ "binding-sid": 1000, segment: [18, 16] }] } };
      await bed.configure(tables(5));
      await bed.configure(tables(5, 0));
      const refused = { ...tables(5, 0), ...policies };
      await assert.rejects(bed.configure(refused), /table of labels that was there first/);
      await bed.configure({});
      await isReadBack(bed, { ...tables(6, 7, 0), ...policies });
      await isReadBack(bed, tables(6, 7, 0));
      assert.deepEqual(await bed.restartServer(), []);
      await bed.configure({});
      await isReadBack(bed, { ...tables(5, 0), ...policies });
    },

  "policies of segment routing with MPLS and what is steered into them are read back, and change with each other":
    async (bed) => {
      const steering = [
        { vrf: "default", prefix: "10.64.0.0/16", policy: 1000 },
        { vrf: "customer", prefix: "10.64.0.0/16", policy: 1001, "vpn-label": 77 },
        { vrf: "customer", prefix: "2001:db8:64::/48", policy: 1000 },
      ];
      const policies = (...segment: readonly number[]) => [
        { "binding-sid": 1000, segment },
        { "binding-sid": 1001, segment: [40], spray: true },
        { "binding-sid": 1002, segment: [16, 17] },
      ];
      await isReadBack(bed, srMpls(policies(16, 17, 18), steering));
      assert.deepEqual(await bed.restartServer(), []);
      await isReadBack(bed, srMpls(policies(18, 16), steering));
      await isReadBack(bed, srMpls(policies(18, 16), steering.slice(1)));
      if (bed.simulator === undefined) assert.deepEqual(await steered(bed, 0), []);
      if (bed.simulator === undefined) assert.deepEqual(await steered(bed, 64), ["10.64.0.0/16"]);
      await bed.configure({});
      assert.equal((await bed.southbound.read({}))["sweetcomb-sr-mpls:sr-mpls"], undefined);
    },

  "a policy needs MPLS table 0 and segments, and no IPv6 prefix is steered that VPP takes for IPv4": async (bed) => {
    const policy = { "binding-sid": 1000, segment: [16] };
    const { "sweetcomb-mpls:mpls": _, ...withoutTable } = srMpls([policy]);
    await assert.rejects(bed.configure(withoutTable));
    await assert.rejects(bed.configure(srMpls([{ "binding-sid": 1000 }])));
    await isRefused(
      bed,
      srMpls([policy], [{ vrf: "default", prefix: "::/0", policy: 1000 }]),
      "/sweetcomb-sr-mpls:sr-mpls/steering[vrf='default'][prefix='::/0']/prefix",
      /96 zeros/,
    );
  },
};

/** IPv4 prefixes that segment routing has put into a table. */
async function steered(bed: TestBed, tableId: number): Promise<readonly string[]> {
  const found: string[] = [];
  const asked = { src: SOURCE_SR, table: { tableId, isIp6: false } };
  for await (const { route } of (await bed.asOther()).dump(IpRouteV2Dump, asked))
    found.push(formatPrefix(route.prefix));
  return found;
}

/** FIB_SOURCE_SR of VPP 26.06. */
const SOURCE_SR = 5;
