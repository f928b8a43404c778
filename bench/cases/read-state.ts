/** The state of one of n interfaces over RESTCONF, and of all of them. With VPP_SOCKET from a real VPP. */

import { startServerProcess } from "../../test/support/server-process.js";
import type { BenchCase } from "../run.js";
import { format, measure } from "../support/measure.js";
import { BenchRestconf } from "../support/restconf-client.js";

const COUNTS = [10, 1000];
const OPERATIONAL = "/restconf/ds/ietf-datastores:operational";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

export const readState: BenchCase = async (report) => {
  for (const count of COUNTS) {
    const { VPP_SOCKET } = process.env;
    const server = await startServerProcess(VPP_SOCKET === undefined ? [] : ["--vpp-socket", VPP_SOCKET]);
    const restconf = new BenchRestconf(server.restconfPort, server.certs);
    const path = "/restconf/data/ietf-interfaces:interfaces";
    await restconf.send("PUT", path, JSON.stringify({ "ietf-interfaces:interfaces": { interface: loopbacks(count) } }));
    const one = await measure(100, (run) =>
      restconf.send("GET", `${OPERATIONAL}/ietf-interfaces:interfaces/interface=loop${Math.abs(run) % count}`),
    );
    report(`one of ${count} interfaces: ${format(one.median)} ms, p95 ${format(one.p95)} ms`);
    const all = await measure(5, () => restconf.send("GET", `${OPERATIONAL}/ietf-interfaces:interfaces`));
    report(`all ${count} interfaces: ${format(all.median)} ms`);
    await restconf.send("DELETE", path);
    restconf.close();
    await server.dispose();
  }
};

function loopbacks(count: number) {
  return numbers(count).map((index) => ({
    name: `loop${index}`,
    type: "iana-if-type:softwareLoopback",
    "ietf-ip:ipv4": { address: [{ ip: `10.${index >> 8}.${index & 255}.1`, "prefix-length": 24 }] },
  }));
}
