import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { LibyangError } from "../src/index.js";
import { type DeepInput, type DeepResult, parseDeepInput } from "./support/deep-input.js";
import { parseFleet, withFleet } from "./support/fleet.js";

const netconf = "urn:ietf:params:xml:ns:netconf:base:1.0";
const fleet = "urn:sweetcomb:test:fleet";

/** JSON inside anydata, so many levels deep. */
function deepJson(levels: number): DeepInput {
  return { text: `{"fleet:fleet":{"remarks":${'{"a":'.repeat(levels)}1${"}".repeat(levels)}}}`, format: "json" };
}

function deepXml(levels: number): DeepInput {
  const inside = `${"<a>".repeat(levels)}${"</a>".repeat(levels)}`;
  return { text: `<fleet xmlns="${fleet}"><remarks>${inside}</remarks></fleet>`, format: "xml" };
}

function inWorker(input: DeepInput): Promise<DeepResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./support/deep-input.js", import.meta.url), {
      workerData: input,
      resourceLimits: { stackSizeMb: 8 },
    });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

test("a worker with a large stack holds as many levels of JSON as libyang allows, and more is refused", async () => {
  assert.deepEqual(await inWorker(deepJson(4900)), { outcome: "parsed", liveHandles: 0 });
  assert.deepEqual(await inWorker(deepJson(100_000)), { outcome: "refused", liveHandles: 0 });
});

test("XML nested too deeply is refused", async () => {
  assert.deepEqual(await inWorker(deepXml(400)), { outcome: "parsed", liveHandles: 0 });
  assert.deepEqual(await inWorker(deepXml(100_000)), { outcome: "refused", liveHandles: 0 });
});

test("where the stack is too small the instance is given up and the process goes on", async () => {
  const { outcome, liveHandles } = await parseDeepInput(deepJson(4900));
  assert.equal(outcome, "trapped");
  assert.equal(liveHandles, 0);
});

test("entities are not expanded", async () => {
  await withFleet((context) => {
    const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join("");
    const bomb = `<!DOCTYPE x [<!ENTITY e0 "ha">${entities}]><fleet xmlns="${fleet}"><spare>&e9;</spare></fleet>`;
    assert.throws(() => context.parseData(bomb, "xml"), LibyangError);
    const external = `<!DOCTYPE x SYSTEM "file:///etc/passwd"><fleet xmlns="${fleet}"/>`;
    assert.throws(() => context.parseData(external, "xml"), LibyangError);
    assert.throws(() => context.parseData(`<fleet xmlns="${fleet}">&unknown;</fleet>`, "xml"), LibyangError);
  });
});

test("hundreds of attributes are parsed, and more are refused, since libyang looks through all of them for each", async () => {
  await withFleet((context) => {
    const attributes = (count: number) => Array.from({ length: count }, (_, i) => `a${i}="v"`).join(" ");
    const message = (count: number) =>
      `<rpc xmlns="${netconf}" message-id="1" ${attributes(count)}><dispatch xmlns="${fleet}"/></rpc>`;
    const unknown = (count: number) => `<unknown xmlns="urn:unknown" ${attributes(count)}/>`;
    using parsed = context.parseOperation(message(500), "xml", "netconf-rpc");
    assert.equal(parsed.envelopes?.topLevel()[0]?.annotations().length, 501);
    using opaque = context.parseData(unknown(500), "xml", { opaque: true });
    assert.equal(opaque.topLevel()[0]?.annotations().length, 500);
    assert.throws(() => context.parseOperation(message(20_000), "xml", "netconf-rpc"), LibyangError);
    assert.throws(() => context.parseData(unknown(20_000), "xml", { opaque: true }), LibyangError);
  });
});

test("hundreds of namespaces are parsed, and more are refused", async () => {
  await withFleet((context) => {
    const declaring = (count: number) =>
      `<fleet xmlns="${fleet}" ${Array.from({ length: count }, (_, i) => `xmlns:n${i}="urn:${i}"`).join(" ")}/>`;
    using tree = context.parseData(declaring(500), "xml");
    assert.equal(tree.isEmpty, false);
    assert.throws(() => context.parseData(declaring(5000), "xml"), LibyangError);
  });
});

test("text that is not UTF-8 is refused", async () => {
  await withFleet((context) => {
    const around = (bytes: number[]) =>
      Buffer.concat([
        Buffer.from(`<fleet xmlns="${fleet}"><vehicle><plate>A-1</plate><chassis>`),
        Buffer.from(bytes),
        Buffer.from("</chassis></vehicle></fleet>"),
      ]);
    using _good = context.parseData(around([0xc3, 0xa4]), "xml");
    for (const bytes of [[0xff], [0xc3, 0x28], [0xe2, 0x82], [0xf5, 0x80, 0x80, 0x80], [0x01], [0xed, 0xa0, 0x80]]) {
      assert.throws(() => context.parseData(around(bytes), "xml"), LibyangError, bytes.join(" "));
    }
  });
});

test("a NUL byte does not cut the rest of the input off", async () => {
  await withFleet((context) => {
    for (const format of ["xml", "json"] as const) {
      const text = format === "xml" ? `<fleet xmlns="${fleet}"/>\0<nonsense` : '{"fleet:fleet":{}}\0nonsense';
      assert.throws(() => context.parseData(text, format), /NUL byte/);
    }
  });
});

test("a pattern of exponential cost ends with an error", async () => {
  await withFleet((context) => {
    using _good = parseFleet(context, { stutter: "aaab" });
    assert.throws(
      () => parseFleet(context, { stutter: "a".repeat(5000) }),
      (error: LibyangError) => error.items.some(({ dataPath }) => dataPath === "/fleet:fleet/stutter"),
    );
  });
});

test("numbers that fit no type, however long, are refused", async () => {
  await withFleet((context) => {
    for (const number of ["256", "-1", "1e400", "9".repeat(100_000), "0x1", "1.5", "+1"]) {
      const text = `{"fleet:fleet":{"vehicle":[{"plate":"A-1","kind":"fleet-types:van","seats":${number}}]}}`;
      assert.throws(() => context.parseData(text, "json"), LibyangError, number.slice(0, 10));
    }
  });
});
