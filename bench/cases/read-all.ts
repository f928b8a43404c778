/** get-config of 100,000 entries: first byte and whole reply; one entry by key. */

import type { BenchCase } from "../run.js";
import { entriesXml, serverWithEntries } from "../support/bench-list.js";
import { format, summary } from "../support/measure.js";

const N = 100_000;

export const readAll: BenchCase = async (report) => {
  const { server, netconf } = await serverWithEntries(N);
  const filter = `<filter type="subtree">${entriesXml("")}</filter>`;
  const whole = `<get-config><source><running/></source>${filter}</get-config>`;
  const replies = [];
  for (let run = 0; run < 7; run++) replies.push(await netconf.rpc(whole));
  const first = summary(replies.map(({ firstByteMs }) => firstByteMs)).median;
  const all = summary(replies.map(({ ms }) => ms)).median;
  report(`get-config of ${N}: ${replies[0]!.bytes} bytes, first byte ${format(first)} ms, whole ${format(all)} ms`);
  const one = [];
  for (let run = 0; run < 200; run++) {
    const key = entriesXml(`<entry><name>n${(run * 7919) % N}</name></entry>`);
    one.push(
      await netconf.rpc(`<get-config><source><running/></source><filter type="subtree">${key}</filter></get-config>`),
    );
  }
  report(`get-config of one by key: ${format(summary(one.slice(50).map(({ ms }) => ms)).median)} ms`);
  netconf.close();
  await server.dispose();
};
