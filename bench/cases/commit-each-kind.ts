/** One object changed over RESTCONF beside 100 and 10,000 of its kind, with the simulator as VPP: kind by kind. */

import { startServerProcess } from "../../test/support/server-process.js";
import type { BenchCase } from "../run.js";
import { type Kind, kinds } from "../support/kinds.js";
import { format, measure } from "../support/measure.js";
import { BenchRestconf } from "../support/restconf-client.js";

const root = "/restconf/data";

export const commitEachKind: BenchCase = async (report) => {
  for (const [name, kind] of Object.entries(kinds)) {
    const few = await measureAmong(100, kind);
    const many = await measureAmong(10_000, kind);
    report(`${name}: one among 100 in ${format(few)} ms, among 10,000 in ${format(many)} ms`);
  }
};

/** Median in ms. */
async function measureAmong(n: number, { before = [], resource, document, one }: Kind): Promise<number> {
  const server = await startServerProcess();
  const restconf = new BenchRestconf(server.restconfPort, server.certs);
  try {
    for (const [path, body] of before) await restconf.send("PATCH", `${root}${path}`, JSON.stringify(body));
    const numbers = Array.from({ length: n }, (_, index) => index);
    await restconf.send("PATCH", `${root}${resource}`, JSON.stringify(document(numbers)));
    const { median } = await measure(50, (run) => {
      const { path, body } = one(Math.abs(run * 7919) % n, Math.abs(run));
      return restconf.send("PATCH", `${root}${path}`, JSON.stringify(body));
    });
    return median;
  } finally {
    restconf.close();
    await server.dispose();
  }
}
