/** Both fuzzers against one server process, with what must be true of the server afterwards. */

import { get } from "node:http";
import { openNetconfSession } from "../support/netconf-session.js";
import type { ServerProcess } from "../support/server-process.js";
import { randomOf } from "./mutate.js";
import { fuzzNetconf } from "./netconf-fuzzer.js";
import { fuzzRestconf } from "./restconf-fuzzer.js";

/**
 * Runs both while `goesOn` says so. Throws for a request without an answer, a wrong frame, a status 500, a server that ended, and for
 * answers or requests that the engine still holds when all clients have gone.
 * @param told is given how many sessions and requests there have been
 */
export async function fuzz(
  server: ServerProcess,
  seed: number,
  goesOn: (rounds: number) => boolean,
  told: (line: string) => void = () => undefined,
): Promise<void> {
  const random = randomOf(seed);
  let rounds = 0;
  for (; goesOn(rounds); rounds++) {
    await Promise.all([fuzzNetconf(server, random), fuzzRestconf(server, random), fuzzRestconf(server, random)]);
    if (rounds % 1000 === 999) told(`${rounds + 1} sessions, ${2 * (rounds + 1)} requests`);
  }
  await stillWorks(server);
  told(`seed ${seed}: ${rounds} NETCONF sessions, ${2 * rounds} RESTCONF requests`);
}

/** Ordinary work goes on, and nothing is left of the clients. */
async function stillWorks(server: ServerProcess): Promise<void> {
  const session = await openNetconfSession(server, "admin");
  const reply = await session.request("<get-config><source><running/></source></get-config>");
  if (!reply.includes("<data")) throw new Error(`the server answers ${reply}`);
  session.close();
  const metrics = await metricsOf(server);
  for (const name of ["sweetcomb_engine_cursors", "sweetcomb_engine_documents"]) {
    if (!new RegExp(`^${name} 0$`, "m").test(metrics)) throw new Error(`${name} is not 0 when all clients have gone`);
  }
}

function metricsOf({ healthPort }: ServerProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port: healthPort, host: "127.0.0.1", path: "/metrics" }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
}
