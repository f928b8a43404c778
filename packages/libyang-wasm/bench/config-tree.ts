// node scripts/run.mjs packages/libyang-wasm/bench/config-tree.ts [entries ...]
// One-entry changes beside many entries: the time must follow the change and not the tree.
import { fileURLToPath } from "node:url";
import { ConfigTree } from "../src/config-tree/index.js";
import { type DataTree, loadLibyang, YangContext } from "../src/index.js";

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 10_000, 100_000];
const repetitions = 300;
const yangFolder = fileURLToPath(new URL("../../test/config-tree/yang/", import.meta.url));
const namespace = "urn:sweetcomb:test:services";
const attributes = `xmlns="${namespace}" xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" xmlns:yang="urn:ietf:params:xml:ns:yang:1"`;

type Step = "parse" | "edit" | "validate" | "journal" | "replay" | "accept" | "objects" | "flip";

for (const size of sizes) await measure(size);

async function measure(size: number): Promise<void> {
  const instance = await loadLibyang({ memoryLimitMb: 4000 });
  using context = new YangContext(instance, { searchDirs: [yangFolder], resolve: ietfNetconf, noYangLibrary: true });
  for (const module of ["ietf-netconf", "services", "site"]) context.loadModule(module);
  const content = context.parseData(initial(size), "xml");
  const started = performance.now();
  using candidate = ConfigTree.create(context, content);
  const created = performance.now();
  using running = candidate.clone();
  console.log(
    `${size} entries: indexes ${ms(created - started)}, clone ${ms(performance.now() - created)}, memory ${Math.round(instance.memoryBytes / 2 ** 20)} MiB`,
  );
  const entryId = schemaId(candidate);
  const run = (name: string, edit: (i: number) => string, count = repetitions) =>
    cycle(candidate, running, entryId, name, edit, count);
  run("change a leaf", (i) => entry(`e${(i * 7919) % size}`, `<mtu>${1300 + (i % 97)}</mtu>`));
  run("create an entry", (i) =>
    entry(`n${i}`, `<kind>a</kind><ma>1</ma><addr>11.0.0.${i}</addr><peer>e2</peer>`, "create"),
  );
  run("change a unique leaf", (i) => entry(`n${i}`, `<addr>12.0.0.${i}</addr>`));
  run("delete an entry", (i) => entry(`n${i}`, "", "delete"));
  run("move an entry", (i) => `<settings><watch yang:insert="first">e${i % size}</watch></settings>`);
  run("change what all entries read", (i) => `<settings><mode>${i % 2 ? "off" : "on"}</mode></settings>`, 10);
  refuse(candidate);
  topLevel(context, size);
  bulk(candidate, size);
  const whole = performance.now();
  candidate.validateAll();
  console.log(`  whole validation of a copy, for comparison: ${ms(performance.now() - whole)}`);
}

/** Edit, validate, write down, replay, accept: what a commit does in memory. */
function cycle(
  candidate: ConfigTree,
  running: ConfigTree,
  entryId: number,
  name: string,
  edit: (i: number) => string,
  count: number,
): void {
  const times = new Map<Step | "total", number[]>();
  for (let i = 0; i < count; i++) {
    let total = 0;
    const timed = <T>(step: Step, work: () => T): T => {
      const start = performance.now();
      const result = work();
      const time = performance.now() - start;
      record(times, step, time);
      if (step !== "objects" && step !== "flip") total += time;
      return result;
    };
    const parsed = timed("parse", () => parse(candidate, edit(i)));
    expectNone(timed("edit", () => candidate.edit(parsed)));
    expectNone(timed("validate", () => candidate.validate()));
    timed("journal", () => candidate.journal());
    timed("objects", () => candidate.objects([entryId]));
    timed("flip", () => {
      candidate.flip();
      candidate.flip();
    });
    timed("replay", () => candidate.replayOnto(running));
    timed("accept", () => {
      candidate.accept();
      running.accept();
    });
    record(times, "total", total);
  }
  const figures = [...times].map(([step, all]) => `${step} ${us(quantile(all, 0.5))}`);
  console.log(`  ${name}: ${figures.join(", ")}; total at 99 %: ${us(quantile(times.get("total") ?? [], 0.99))}`);
}

function record<K>(times: Map<K, number[]>, step: K, time: number): void {
  const all = times.get(step) ?? [];
  all.push(time);
  times.set(step, all);
}

function refuse(candidate: ConfigTree): void {
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const start = performance.now();
    candidate.edit(parse(candidate, entry("e2", "", "delete")));
    if (candidate.validate().length === 0) throw new Error("the entry is not referred to");
    candidate.undoTo(0);
    times.push(performance.now() - start);
  }
  console.log(`  refuse the deletion of an entry that others refer to: ${us(quantile(times, 0.5))}`);
}

/** A list at the top level, where libyang has no hash of its own. */
function topLevel(context: YangContext, size: number): void {
  const contacts = (count: number, first = 0) =>
    Array.from(
      { length: count },
      (_, i) => `<contact xmlns="urn:sweetcomb:test:site"><name>c${first + i}</name></contact>`,
    ).join("");
  const count = Math.min(size, 10_000);
  using tree = ConfigTree.create(context, context.parseData(contacts(count), "xml"));
  const times: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const parsed = context.parseData(contacts(1, 20_000 + i), "xml", { opaque: true });
    const start = performance.now();
    expectNone(tree.edit(parsed));
    expectNone(tree.validate());
    tree.journal();
    tree.accept();
    times.push(performance.now() - start);
  }
  console.log(`  create an entry of a list at the top level, beside ${count}: ${us(quantile(times, 0.5))}`);
}

function bulk(candidate: ConfigTree, size: number): void {
  const count = 10_000;
  const entries = Array.from({ length: count }, (_, i) =>
    entry(`b${i}`, `<kind>a</kind><ma>1</ma><addr>13.${i >> 8}.0.${i & 255}</addr>`),
  );
  const start = performance.now();
  const parsed = parse(candidate, entries.join(""));
  const afterParse = performance.now();
  expectNone(candidate.edit(parsed));
  const afterEdit = performance.now();
  expectNone(candidate.validate());
  const afterValidate = performance.now();
  const journal = candidate.journal();
  const afterJournal = performance.now();
  candidate.undoTo(0);
  const afterUndo = performance.now();
  candidate.applyJournal(journal);
  const afterApply = performance.now();
  candidate.undoTo(0);
  console.log(
    `  ${count} new entries beside ${size}: parse ${ms(afterParse - start)}, edit ${ms(afterEdit - afterParse)}, validate ${ms(afterValidate - afterEdit)}, journal ${ms(afterJournal - afterValidate)} (${journal.length} bytes), undo ${ms(afterUndo - afterJournal)}, apply journal ${ms(afterApply - afterUndo)}`,
  );
}

function initial(size: number): string {
  const entries = Array.from({ length: size }, (_, i) => {
    const peer = i % 10 === 5 ? `<peer>e${i - 1}</peer>` : "";
    return `<entry><name>e${i}</name><kind>${i % 2 ? "b" : "a"}</kind><ma>1</ma><addr>10.0.${i >> 8}.${i & 255}</addr><mtu>1400</mtu>${i === 5 ? "<peer>e2</peer>" : peer}</entry>`;
  });
  const settings = "<settings><primary>e1</primary><watch>e3</watch></settings>";
  return `<services ${attributes}>${entries.join("")}${settings}</services>`;
}

function entry(name: string, content: string, operation?: string): string {
  const attribute = operation === undefined ? "" : ` nc:operation="${operation}"`;
  return `<entry${attribute}><name>${name}</name>${content}</entry>`;
}

function parse(tree: ConfigTree, content: string): DataTree {
  return tree.context.parseData(`<services ${attributes}>${content}</services>`, "xml", { opaque: true });
}

/** The number of the list's schema node, told by an access to one of its entries. */
function schemaId(tree: ConfigTree): number {
  tree.edit(parse(tree, entry("e0", "", "delete")));
  const id = tree.accesses({ instances: false })[0]?.schemaId ?? 0;
  tree.undoTo(0);
  return id;
}

function expectNone(errors: readonly { message: string }[]): void {
  if (errors.length > 0) throw new Error(errors[0]!.message);
}

function quantile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function us(time: number): string {
  return `${(time * 1000).toFixed(0)} µs`;
}

function ms(time: number): string {
  return `${time.toFixed(0)} ms`;
}

function ietfNetconf({ module }: { module: string }) {
  const text = `module ietf-netconf { yang-version 1.1; namespace "urn:ietf:params:xml:ns:netconf:base:1.0"; prefix nc; feature xpath; }`;
  return module === "ietf-netconf" ? { text, format: "yang" as const } : undefined;
}
