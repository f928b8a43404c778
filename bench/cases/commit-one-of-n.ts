/** One-entry edit-config and commit over NETCONF with fsync, beside 100 to 100,000 entries of a module without translator. */

import type { BenchCase } from "../run.js";
import { edit, entriesXml, serverWithEntries } from "../support/bench-list.js";
import { format, measure } from "../support/measure.js";

export const commitOneOfN: BenchCase = async (report) => {
  for (const n of [100, 10_000, 100_000]) {
    const { server, netconf } = await serverWithEntries(n);
    const { median, p95 } = await measure(100, async (run) => {
      const changed = `<entry><name>n${Math.abs(run * 7919) % n}</name><label>c${run + 100}</label><peer>n${(Math.abs(run) * 104729) % n}</peer></entry>`;
      await netconf.rpc(edit(entriesXml(changed)));
      await netconf.rpc("<commit/>");
    });
    report(`n=${n}: edit and commit ${format(median)} ms, p95 ${format(p95)} ms`);
    netconf.close();
    await server.dispose();
  }
};
