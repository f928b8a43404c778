/** Dual-Stack Lite. VPP keeps the addresses of its pool, so all scenarios have the same ones. */

import assert from "node:assert/strict";
import { DsliteAddressDump, DsliteGetAftrAddr, FibSourceDump, IpRouteV2Dump } from "vpp-binapi-ts/api";
import { formatIp6, formatPrefix } from "../../../translators/ip/addresses.js";
import type { TestBed } from "../../translators/test-bed.js";
import type * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import { isRefused } from "../is-refused.js";
import type { Scenarios } from "../scenario.js";

const dslite = (aftr: a.Member, more: a.Member = {}) => ({ "sweetcomb-dslite:dslite": { aftr, ...more } });
const pool = ["198.51.100.71", "198.51.100.72"];

export const dsliteScenarios: Scenarios = {
  "the provider's end of Dual-Stack Lite is read back, moves in place, and leaves no way to itself when it goes":
    async (bed) => {
      await isReadBack(bed, dslite({ "ipv6-address": "2001:db8::a", "pool-address": pool }));
      for (const ip4 of ["192.0.0.5", "192.0.0.6"]) {
        await isReadBack(bed, dslite({ "ipv6-address": "2001:db8::b", "ipv4-address": ip4, "pool-address": pool }));
      }
      assert.deepEqual(await bed.restartServer(), []);
      if (bed.simulator === undefined) assert.deepEqual(await softwires(bed), ["2001:db8::b/128"]);
      await bed.configure({});
      assert.deepEqual(await softwires(bed), []);
      const other = await bed.asOther();
      assert.equal(formatIp6((await other.call(DsliteGetAftrAddr, {})).ip6Addr), "::");
    },

  "an address of the pool of Dual-Stack Lite cannot be removed beside others, and all come back with their end": async (
    bed,
  ) => {
    const all = dslite({ "ipv6-address": "2001:db8::a", "pool-address": pool });
    const fewer = dslite({ "ipv6-address": "2001:db8::a", "pool-address": pool.slice(1) });
    await bed.configure(all);
    const leaf = "/sweetcomb-dslite:dslite/aftr/pool-address";
    await isRefused(bed, fewer, leaf, /198\.51\.100\.71 stays/);
    await bed.configure({});
    assert.equal((await bed.southbound.read({}))["sweetcomb-dslite:dslite"], undefined);
    let kept = 0;
    for await (const _address of (await bed.asOther()).dump(DsliteAddressDump)) kept++;
    assert.equal(kept, pool.length);
    await isRefused(bed, fewer, leaf, /198\.51\.100\.71 stays/);
    await isReadBack(bed, all);
  },

  "a VPP that is the provider's end is not the subscriber's": async (bed) => {
    const aftr = { "ipv6-address": "2001:db8::a", "pool-address": pool };
    await assert.rejects(bed.configure(dslite(aftr, { b4: { "ipv6-address": "2001:db8::c" } })), {
      tag: "operation-failed",
    });
    assert.equal((await bed.southbound.read({}))["sweetcomb-dslite:dslite"], undefined);
  },
};

/** What VPP takes for Dual-Stack Lite out of IPv6. */
async function softwires(bed: TestBed): Promise<readonly string[]> {
  const other = await bed.asOther();
  const found: string[] = [];
  for await (const { src } of other.dump(FibSourceDump)) {
    if (src.name !== "dslite-hi") continue;
    for await (const { route } of other.dump(IpRouteV2Dump, { src: src.id, table: { tableId: 0, isIp6: true } })) {
      found.push(formatPrefix(route.prefix));
    }
  }
  return found;
}
