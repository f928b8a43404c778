/** The module bench-list: a server with n entries of it, and edits of them. */

import { fileURLToPath } from "node:url";
import { type ServerProcess, startServerProcess } from "../../test/support/server-process.js";
import { BenchNetconf } from "./netconf-client.js";

const yangFolder = fileURLToPath(new URL("../../../bench/yang", import.meta.url));
const target = "<target><candidate/></target>";
const BATCH = 20_000;

export function edit(config: string): string {
  return `<edit-config>${target}<config>${config}</config></edit-config>`;
}

export function entriesXml(content: string): string {
  return `<entries xmlns="urn:sweetcomb:params:xml:ns:yang:bench-list">${content}</entries>`;
}

/** @param content of the filter below the list's container; "" selects all */
export function getConfig(content: string): string {
  const filter = `<filter type="subtree">${entriesXml(content)}</filter>`;
  return `<get-config><source><running/></source>${filter}</get-config>`;
}

export async function serverWithEntries(n: number): Promise<{ server: ServerProcess; netconf: BenchNetconf }> {
  const server = await startServerProcess(["--yang-dir", yangFolder, "--implement", "bench-list"]);
  const netconf = await BenchNetconf.connect(server.netconfPort, `${server.certs}/admin_ed25519`);
  for (let from = 0; from < n; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, n - from) }, (_, index) => from + index);
    const entries = numbers.map(
      (i) => `<entry><name>n${i}</name><number>${i}</number><label>x${i}</label><limit>${i + 5}</limit></entry>`,
    );
    await netconf.rpc(edit(entriesXml(entries.join(""))));
    await netconf.rpc("<commit/>");
  }
  return { server, netconf };
}
