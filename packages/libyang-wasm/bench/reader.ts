// node scripts/run.mjs packages/libyang-wasm/bench/reader.ts [entries]
// How long a reader waits for the first bytes, for all of them, and for one entry beside many.
import { YangContext } from "../src/context.js";
import type { DataTree } from "../src/data-tree.js";
import { loadLibyang } from "../src/load.js";
import { openCursor } from "../src/reader/cursor.js";
import type { ReadAccess, ReadRequest } from "../src/reader/read-request.js";
import { decodeRpc } from "../src/reader/rpc-document.js";
import { schemaTable } from "../src/reader/schema-table.js";

const entries = Number(process.argv[2] ?? 100_000);
const chunkBytes = 64 * 1024;

const moduleText = `module bench-ports {
  yang-version 1.1; namespace "urn:bench:ports"; prefix b;
  identity kind; identity ethernet { base kind; }
  rpc edit { input { anydata config; } }
  container ports {
    list port {
      key name;
      leaf name { type string; }
      leaf kind { type identityref { base kind; } }
      leaf enabled { type boolean; default true; }
      leaf description { type string; }
      leaf mtu { type uint16; default 1500; }
      leaf speed { type uint64; }
      container ipv4 { list address { key ip; leaf ip { type string; } leaf prefix-length { type uint8; } } }
      container statistics { config false; leaf in-octets { type uint64; } }
    }
  }
}`;

function portsJson(count: number): string {
  const port = Array.from({ length: count }, (_, index) => ({
    name: `eth${index}`,
    kind: "ethernet",
    description: `customer port ${index} of the access node`,
    mtu: 1280 + (index % 200),
    speed: "1000000000",
    ipv4: { address: [{ ip: `10.0.${index >> 8}.${index & 255}`, "prefix-length": 24 }] },
    statistics: { "in-octets": String(index) },
  }));
  return JSON.stringify({ "bench-ports:ports": { port } });
}

/** Median time of some calls, in ms. */
function median(times: number, call: (round: number) => void): number {
  const measured = Array.from({ length: times }, (_, round) => {
    const started = performance.now();
    call(round);
    return performance.now() - started;
  });
  return measured.sort((one, other) => one - other)[times >> 1]!;
}

function report(name: string, ms: number): void {
  console.log(`${name.padEnd(52)} ${ms < 1 ? `${(ms * 1000).toFixed(1)} µs` : `${ms.toFixed(1)} ms`}`);
}

function benchReads(context: YangContext, tree: DataTree, access: ReadAccess): void {
  const parts = [{ root: tree.pointer }];
  const all = (request: ReadRequest) => {
    using cursor = openCursor(context, parts, request);
    while (cursor.next(chunkBytes) !== null);
  };
  for (const format of ["xml", "json"] as const) {
    const whole: ReadRequest = { format, root: "tree" };
    report(
      `${format}: first chunk of ${chunkBytes} bytes`,
      median(5, () => {
        using cursor = openCursor(context, parts, whole);
        cursor.next(chunkBytes);
      }),
    );
    report(
      `${format}: all, in chunks`,
      median(3, () => all(whole)),
    );
    report(
      `${format}: all, through an access mask`,
      median(3, () => all({ ...whole, access })),
    );
    report(
      `${format}: all, configuration with all defaults`,
      median(3, () => all({ ...whole, content: "config", withDefaults: "report-all" })),
    );
    report(
      `${format}: libyang's own printer`,
      median(3, () => tree.print(format)),
    );
    const one = (round: number): ReadRequest => ({
      format,
      root: format === "json" ? "target" : "tree",
      select: [`/bench-ports:ports/port[name='eth${(round * 7919) % entries}']`],
    });
    report(
      `${format}: one entry by its key`,
      median(2000, (round) => all(one(round))),
    );
    report(
      `${format}: one entry by its key, with an access mask`,
      median(2000, (round) => all({ ...one(round), access })),
    );
  }
}

function benchDecoding(context: YangContext): void {
  const edit = (ports: string) =>
    Buffer.from(
      '<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1"><edit xmlns="urn:bench:ports">' +
        `<config><ports>${ports}</ports></config></edit></rpc>`,
    );
  const port = (index: number) => `<port><name>eth${index}</name><mtu>1400</mtu><enabled>false</enabled></port>`;
  const decode = (document: Buffer) => {
    const decoded = decodeRpc(context, document);
    if (!decoded.ok) throw new Error(decoded.errors[0].message);
    decoded[Symbol.dispose]();
  };
  const one = edit(port(1));
  const many = edit(Array.from({ length: entries }, (_, index) => port(index)).join(""));
  report(
    "rpc: decode an edit of one entry",
    median(2000, () => decode(one)),
  );
  report(
    `rpc: decode an edit of all, ${(many.length / 1e6).toFixed(1)} MB`,
    median(3, () => decode(many)),
  );
}

const instance = await loadLibyang();
using context = new YangContext(instance);
context.parseModule({ text: moduleText, format: "yang" });
const schema = schemaTable(context);
const access: ReadAccess = {
  firstRule: new Uint16Array(schema.length).fill(65535),
  permit: new Uint8Array(schema.length).fill(1),
  instanceRules: [],
};
using tree = context.parseData(portsJson(entries), "json");
tree.addDefaults();
console.log(`${entries} entries`);
benchReads(context, tree, access);
benchDecoding(context);
