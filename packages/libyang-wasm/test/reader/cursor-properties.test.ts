import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { YangContext } from "../../src/context.js";
import type { DataNode } from "../../src/data-node.js";
import type { DataTree } from "../../src/data-tree.js";
import { loadLibyang } from "../../src/load.js";
import type { SchemaTable } from "../../src/reader/schema-table.js";
import { read, readerContext } from "./fixture.js";
import { randomShelf } from "./random-shelf.js";

const runs = 80;

/** Every data node, in the order of the tree. */
function nodesOf(tree: DataTree): DataNode[] {
  const below = (node: DataNode): DataNode[] => [node, ...node.children().flatMap(below)];
  return tree.topLevel().flatMap(below);
}

/** The first entries of each array that is a list or leaf-list, with the number of the others beside the first. */
function limitedTo(limit: number, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => limitedTo(limit, entry));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (!Array.isArray(member)) return [[name, limitedTo(limit, member)] as const];
    const left = member.length - limit;
    const entries = limitedTo(limit, member.slice(0, limit)) as unknown[];
    if (left <= 0) return [[name, entries] as const];
    const remaining = { "ietf-list-pagination:remaining": left };
    const [first, ...others] = entries;
    if (typeof first === "object") return [[name, [{ ...first, "@": remaining }, ...others]] as const];
    return [[name, entries] as const, [`@${name}`, [remaining, ...others.map(() => null)]] as const];
  });
  return Object.fromEntries(members);
}

describe("random selections and rules", () => {
  let context: YangContext;
  let schema: SchemaTable;

  before(async () => {
    ({ context, schema } = readerContext(await loadLibyang()));
  });

  after(() => {
    assert.equal(context.instance.liveHandles, 1);
    context[Symbol.dispose]();
  });

  /** Copies of the nodes with their ancestors, merged one after another. */
  function pruned(nodes: readonly DataNode[]): DataTree {
    const result = context.emptyTree();
    for (const node of nodes) {
      using copy = node.duplicate({ withParents: true });
      result.merge(copy);
    }
    return result;
  }

  test("limit every list inside, and count what they leave out", () => {
    const limits = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(randomShelf(), limits, fc.constantFrom("report-all", "trim"), (shelf, limit, withDefaults) => {
        using tree = context.parseData(shelf, "json");
        tree.addDefaults();
        const request = { format: "json", root: "tree", withDefaults } as const;
        const whole = JSON.parse(read(context, tree, request));
        const limited = JSON.parse(read(context, tree, { ...request, sublists: { limit, ofSelected: false } }));
        assert.deepEqual(limited, limitedTo(limit, whole));
      }),
      { numRuns: runs },
    );
  });

  test("select what copying the selected subtrees gives", () => {
    const picks = fc.array(fc.nat(), { maxLength: 6 });
    fc.assert(
      fc.property(randomShelf(), picks, fc.constantFrom("xml", "json"), (shelf, indices, format) => {
        using tree = context.parseData(shelf, "json");
        // Positional paths (state lists without keys) of copies differ from those of the tree: not selected here.
        const selectable = nodesOf(tree).filter(
          (node) => !node.path.startsWith("/reader-test:state/") && holdsSomething(node),
        );
        if (selectable.length === 0) return;
        const chosen = indices.map((index) => index % selectable.length);
        const inOrder = [...new Set(chosen)].sort((one, other) => one - other).map((index) => selectable[index]!);
        using expected = pruned(inOrder);
        const select = chosen.map((index) => selectable[index]!.path);
        using actual = context.parseData(read(context, tree, { format, root: "tree", select }), format);
        assert.deepEqual(contentOf(actual), contentOf(expected));
      }),
      { numRuns: runs },
    );
  });

  test("leave out what the first matching rule denies", () => {
    const dataIds = schema.filter(({ path }) => path.startsWith("/reader-test:shelf")).map(({ id }) => id);
    const rules = fc.array(fc.record({ id: fc.constantFrom(...dataIds), permit: fc.boolean() }), { maxLength: 6 });
    fc.assert(
      fc.property(randomShelf(), rules, (shelf, list) => {
        using tree = context.parseData(shelf, "json");
        const firstRule = new Uint16Array(schema.length).fill(65535);
        const permit = new Uint8Array(schema.length).fill(1);
        for (const [index, rule] of [...list.entries()].reverse()) {
          firstRule[rule.id] = index;
          permit[rule.id] = rule.permit ? 1 : 0;
        }
        const access = { firstRule, permit, instanceRules: [] };
        const printed = read(context, tree, { format: "json", root: "tree", access });
        using actual = context.parseData(printed, "json");
        const isDenied = (node: DataNode) => permit[idOf(schema, node)] === 0 && !isKey(schema, node);
        using expected = tree.duplicate();
        for (const node of nodesOf(tree)) if (isDenied(node)) removeIfThere(expected, node.path);
        assert.deepEqual(contentOf(actual), contentOf(expected));
      }),
      { numRuns: runs },
    );
  });
});

function schemaPath(node: DataNode): string {
  return node.path.replace(/\[(?:[^\]'"]|'[^']*'|"[^"]*")*\]/g, "");
}

function idOf(schema: SchemaTable, node: DataNode): number {
  const path = schemaPath(node);
  const row = schema.find((candidate) => candidate.path === path && !["choice", "case"].includes(candidate.kind));
  assert.ok(row, path);
  return row.id;
}

function isKey(schema: SchemaTable, node: DataNode): boolean {
  const row = schema[idOf(schema, node)]!;
  return schema[row.parent]?.keys.includes(row.name) ?? false;
}

function removeIfThere(tree: DataTree, path: string): void {
  if (!tree.isEmpty) tree.remove(path);
}

/** Values, entries and presence containers: other containers come and go with what is in them. */
function contentOf(tree: DataTree): string[] {
  return nodesOf(tree)
    .filter(isSomething)
    .map(({ path, value }) => `${path} = ${value}`);
}

function isSomething(node: DataNode): boolean {
  return node.value !== undefined || node.name === "special" || node.path.endsWith("]");
}

function holdsSomething(node: DataNode): boolean {
  return isSomething(node) || node.children().some(holdsSomething);
}
