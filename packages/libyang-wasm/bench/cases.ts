// What is measured: each case prepares its input, untimed, and releases it afterwards.
import type { DataTree, YangContext } from "../src/index.js";

export interface BenchCase {
  readonly name: string;
  prepare(): BenchRun;
}

export interface BenchRun extends Disposable {
  measured(): void;
}

const lookUps = 1000;

export function vehiclesJson(entries: number): string {
  const vehicle = Array.from({ length: entries }, (_, i) => ({
    plate: `A-${i}`,
    kind: i % 3 === 0 ? "fleet-types:bicycle" : "fleet-types:van",
    chassis: `chassis-${i}`,
    seats: 1 + (i % 2),
    load: "1.50",
    driver: [`driver-${i}`, "spare driver"],
    tank: 40 + (i % 30),
  }));
  return JSON.stringify({ "fleet:fleet": { vehicle, spare: "A-0" } });
}

export function benchCases(context: YangContext, json: Buffer, entries: number): BenchCase[] {
  const parse = () => context.parseData(json, "json");
  const changed = (tree: DataTree) => {
    const copy = tree.duplicate();
    copy.newPath(vehicleLeaf(entries >> 1, "chassis"), "another", { update: true });
    return copy;
  };
  const paths = Array.from({ length: lookUps }, (_, i) => vehicleLeaf((i * 7) % entries, "chassis"));
  return [
    onText("parse JSON", context, json, "json", false),
    onText("parse and validate JSON", context, json, "json", true),
    onPrinted("parse XML", context, parse, "xml"),
    onPrinted("parse LYB", context, parse, "lyb"),
    onTree("validate", parse, (tree) => tree.validate({ present: true })),
    onTree("print XML", parse, (tree) => tree.print("xml")),
    onTree("print JSON", parse, (tree) => tree.print("json")),
    onTree("print LYB", parse, (tree) => tree.print("lyb")),
    onTree("duplicate", parse, (tree) => tree.duplicate()[Symbol.dispose]()),
    onTwoTrees("diff with one change", parse, changed, (tree, other) => tree.diff(other)[Symbol.dispose]()),
    onTwoTrees(
      "merge of an equal tree",
      parse,
      (tree) => tree.duplicate(),
      (tree, other) => tree.merge(other),
    ),
    onTree(`${lookUps} keyed XPaths`, parse, (tree) => paths.forEach((path) => void tree.select(path))),
    onTree(`${lookUps} paths found`, parse, (tree) => paths.forEach((path) => void tree.find(path))),
    onTree("XPath over all entries", parse, (tree) => tree.select("/fleet:fleet/vehicle[tank='41']/plate")),
    onTree("path and value of every node", parse, (tree) => tree.selectValues("//*")),
  ];
}

function vehicleLeaf(index: number, leaf: string): string {
  return `/fleet:fleet/vehicle[plate='A-${index}']/${leaf}`;
}

function onText(name: string, context: YangContext, text: Buffer, format: "json" | "xml" | "lyb", validate: boolean) {
  const options = validate ? { validate: { present: true } } : {};
  return {
    name,
    prepare: () => {
      let tree: DataTree | undefined;
      return {
        measured: () => {
          tree = context.parseData(text, format, options);
        },
        [Symbol.dispose]: () => tree?.[Symbol.dispose](),
      };
    },
  };
}

function onPrinted(name: string, context: YangContext, parse: () => DataTree, format: "xml" | "lyb"): BenchCase {
  return {
    name,
    prepare: () => {
      using tree = parse();
      return onText(name, context, tree.print(format), format, false).prepare();
    },
  };
}

function onTree(name: string, make: () => DataTree, measured: (tree: DataTree) => void): BenchCase {
  return {
    name,
    prepare: () => {
      const tree = make();
      return { measured: () => measured(tree), [Symbol.dispose]: () => tree[Symbol.dispose]() };
    },
  };
}

function onTwoTrees(
  name: string,
  make: () => DataTree,
  makeOther: (tree: DataTree) => DataTree,
  measured: (tree: DataTree, other: DataTree) => void,
): BenchCase {
  return {
    name,
    prepare: () => {
      const tree = make();
      const other = makeOther(tree);
      return {
        measured: () => measured(tree, other),
        [Symbol.dispose]: () => {
          other[Symbol.dispose]();
          tree[Symbol.dispose]();
        },
      };
    },
  };
}
