/** RESTCONF GET and PUT of one entry beside 100,000. */

import type { BenchCase } from "../run.js";
import { serverWithEntries } from "../support/bench-list.js";
import { format, measure } from "../support/measure.js";
import { BenchRestconf } from "../support/restconf-client.js";

const N = 100_000;
/** Until the server's code is compiled for good; before, a request takes twice as long. */
const WARM_UP = 2000;

export const restconfOne: BenchCase = async (report) => {
  const { server, netconf } = await serverWithEntries(N);
  const restconf = new BenchRestconf(server.restconfPort, server.certs);
  const path = (run: number) => `/restconf/data/bench-list:entries/entry=n${Math.abs(run * 7919) % N}`;
  const get = await measure(1000, (run) => restconf.send("GET", path(run)), WARM_UP);
  report(`GET of one of ${N}: ${format(get.median)} ms, p95 ${format(get.p95)} ms`);
  const change = (run: number) => {
    const number = Math.abs(run * 7919) % N;
    const entry = { name: `n${number}`, number, label: `p${run + 300}`, limit: number + 5 };
    return restconf.send("PUT", path(run), JSON.stringify({ "bench-list:entry": [entry] }));
  };
  const put = await measure(300, change, 300);
  report(`PUT of one of ${N}: ${format(put.median)} ms, p95 ${format(put.p95)} ms`);
  restconf.close();
  netconf.close();
  await server.dispose();
};
