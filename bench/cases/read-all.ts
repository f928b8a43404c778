/** get-config of 100,000 entries: first byte and whole reply; one entry by key. */

import type { BenchCase } from "../run.js";
import { entriesXml, serverWithEntries } from "../support/bench-list.js";
import { format, measure, summary } from "../support/measure.js";

const N = 100_000;
/** Until the code of the server and of this client is compiled for good. */
const WARM_UP_WHOLE = 3;
const WARM_UP_ONE = 2000;

export const readAll: BenchCase = async (report) => {
  const { server, netconf } = await serverWithEntries(N);
  const filter = `<filter type="subtree">${entriesXml("")}</filter>`;
  const whole = `<get-config><source><running/></source>${filter}</get-config>`;
  const replies = [];
  for (let run = 0; run < WARM_UP_WHOLE; run++) await netconf.rpc(whole);
  for (let run = 0; run < 7; run++) replies.push(await netconf.rpc(whole));
  const first = summary(replies.map(({ firstByteMs }) => firstByteMs)).median;
  const all = summary(replies.map(({ ms }) => ms)).median;
  report(`get-config of ${N}: ${replies[0]!.bytes} bytes, first byte ${format(first)} ms, whole ${format(all)} ms`);
  const readOne = (run: number) => {
    const key = entriesXml(`<entry><name>n${Math.abs(run * 7919) % N}</name></entry>`);
    return netconf.rpc(`<get-config><source><running/></source><filter type="subtree">${key}</filter></get-config>`);
  };
  const one = await measure(1000, readOne, WARM_UP_ONE);
  report(`get-config of one by key: ${format(one.median)} ms, p95 ${format(one.p95)} ms`);
  netconf.close();
  await server.dispose();
};
