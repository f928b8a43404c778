/** Bit Index Explicit Replication. */

import assert from "node:assert/strict";
import * as a from "../configurations.js";
import { isReadBack } from "../is-read-back.js";
import type { Scenarios } from "../scenario.js";

const bier = (...tables: readonly a.Member[]) => ({
  ...a.vrfs(a.vrf("red", 10)),
  ...a.interfaces(a.loopback("loop0", { enabled: true, ...a.addresses("192.0.2.1/24", "2001:db8::1/64") })),
  "sweetcomb-mpls:mpls": { table: [{ "table-id": 0 }] },
  ...(tables.length > 0 && { "sweetcomb-bier:bier": { table: tables } }),
});

const to = (address: string, label: number, more: a.Member = {}) => ({ address, label, ...more });
const route = (position: number, ...hops: readonly a.Member[]) => ({ "bit-position": position, "next-hop": hops });
const table = (subDomain: number, length: number, more: a.Member = {}) => ({
  "sub-domain": subDomain,
  "bit-string-length": length,
  ...more,
});

export const bierScenarios: Scenarios = {
  "tables of BIER with and without a label and their routes are read back, change, and go": async (bed) => {
    const routes = [route(1, to("192.0.2.7", 3001)), route(64, to("192.0.2.7", 3001), to("2001:db8::7", 3002))];
    await isReadBack(bed, bier(table(0, 64, { route: routes }), table(2, 256, { set: 3, "local-label": 77 })));
    assert.deepEqual(await bed.restartServer(), []);
    const moved = [route(1, to("192.0.2.8", 3003, { vrf: "red" })), route(2, to("192.0.2.9", 3004))];
    await isReadBack(
      bed,
      bier(table(0, 64, { route: moved }), table(0, 1024, { route: [route(1024, to("192.0.2.7", 3005))] })),
    );
    await isReadBack(bed, bier(table(0, 64, { set: 1, "local-label": 78, route: moved })));
    await isReadBack(bed, bier(table(0, 64)));
    await bed.configure(bier());
    assert.equal((await bed.southbound.read({}))["sweetcomb-bier:bier"], undefined);
  },

  "bits that packets do not have, and two tables with one label, are refused": async (bed) => {
    await assert.rejects(
      bed.configure(bier(table(0, 64, { route: [route(65, to("192.0.2.7", 3001))] }))),
      /fewer bits/,
    );
    await assert.rejects(bed.configure(bier(table(0, 64, { route: [route(1)] }))));
    const label = { "local-label": 77 };
    await assert.rejects(bed.configure(bier(table(0, 64, label), table(1, 64, label))), /local label 77/);
  },
};
