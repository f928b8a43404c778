/** A thread with two sessions: one commits, one reads everything, over and over until it is told to stop. Answers with how often. */

import { parentPort, workerData } from "node:worker_threads";
import { edit, entriesXml, getConfig } from "./bench-list.js";
import { BenchNetconf } from "./netconf-client.js";

const { port, certs } = workerData as { readonly port: number; readonly certs: string };
const [writer, reader] = await Promise.all(
  ["writer", "reader"].map(() => BenchNetconf.connect(port, `${certs}/admin_ed25519`)),
);
let goesOn = true;
parentPort!.once("message", () => {
  goesOn = false;
});

const committing = repeat(async (run) => {
  await writer!.rpc(edit(entriesXml(`<entry><name>n${run}</name><label>c${run}</label></entry>`)));
  await writer!.rpc("<commit/>");
});
const reading = repeat(() => reader!.rpc(getConfig("")));
const [commits, wholes] = await Promise.all([committing, reading]);
writer!.close();
reader!.close();
parentPort!.postMessage({ commits, wholes });

async function repeat(work: (run: number) => Promise<unknown>): Promise<number> {
  let run = 0;
  while (goesOn) await work(run++);
  return run;
}
