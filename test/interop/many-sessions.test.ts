/** Many clients at once: every acknowledged write is there at the end, and no reader sees half of one. */

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { curl, ncclientAnswer, run, skipWithout } from "../support/clients.js";
import { startLabServer } from "../support/lab-server.js";
import type { ServerProcess } from "../support/server-process.js";

const SESSIONS = 8;
const WRITES = 10;

describe("many sessions", { skip: skipWithout("ncclient", "curl") }, () => {
  let server: ServerProcess;
  before(async () => {
    server = await startLabServer();
  });
  after(() => server.dispose());

  it("writes of many NETCONF sessions and of parallel RESTCONF requests are all there, and reads are never torn", async () => {
    const overRestconf = parallelPuts(server, 20);
    const { torn, reads } = await ncclientAnswer<{ torn: readonly string[]; reads: number }>(
      server,
      `
import threading
torn, reads, done = [], 0, threading.Event()
def write(session, number):
    for step in range(${WRITES}):
        value = 1000 + number * 100 + step
        entry = "<device nc:operation='replace'><name>nc%d</name><serial>%d</serial><speed>%d</speed></device>" % (number, value, value)
        session.edit_config(target="running", config=lab(entry))
def read():
    global reads
    reader = connect()
    while not done.is_set():
        for serial, speed in re.findall("<serial>(\\\\d+)</serial><speed>(\\\\d+)</speed>", lab_of("running", reader)):
            if serial != speed: torn.append(serial + " " + speed)
        reads += 1
writers = [threading.Thread(target=write, args=(connect(), number)) for number in range(${SESSIONS})]
reader = threading.Thread(target=read)
reader.start()
for one in writers: one.start()
for one in writers: one.join()
done.set()
reader.join()
answer({"torn": torn, "reads": reads})
`,
    );
    await overRestconf;
    const { body } = await curl(server, { path: "/restconf/data/example-lab:lab/device" });
    const devices: { name: string; serial: number }[] = JSON.parse(body)["example-lab:device"];
    const seen = new Map(devices.map(({ name, serial }) => [name, serial]));
    for (let number = 0; number < SESSIONS; number++) {
      assert.equal(seen.get(`nc${number}`), 1000 + number * 100 + WRITES - 1);
    }
    for (let number = 0; number < 20; number++) assert.equal(seen.get(`rc${number}`), number + 1);
    assert.deepEqual(torn, []);
    assert.ok(reads > 0);
  });
});

/** One curl that sends all of them at once over one HTTP/2 connection. */
async function parallelPuts(server: ServerProcess, count: number): Promise<void> {
  const { certs, restconfPort } = server;
  const identity = ["--cacert", `${certs}/ca.crt`, "--cert", `${certs}/admin.crt`, "--key", `${certs}/admin.key`];
  const requests = Array.from({ length: count }, (_, number) => {
    const body = { "example-lab:device": [{ name: `rc${number}`, serial: number + 1, speed: number + 1 }] };
    const url = `https://localhost:${restconfPort}/restconf/data/example-lab:lab/device=rc${number}`;
    const type = ["-H", "Content-Type: application/yang-data+json"];
    return [
      "-X",
      "PUT",
      ...type,
      "-d",
      JSON.stringify(body),
      "-w",
      "%{http_code}\n",
      "-sS",
      "--http2",
      ...identity,
      url,
    ];
  });
  const words = requests.flatMap((request, index) => (index === 0 ? request : ["--next", ...request]));
  const printed = await run("curl", ["--parallel", ...words]);
  assert.equal(printed.match(/^201$/gm)?.length, count, printed);
}
