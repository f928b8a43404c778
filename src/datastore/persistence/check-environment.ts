/**
 * Looks at an LMDB file before it is mapped. LMDB trusts its file: a cut-off or damaged one would end the process with SIGBUS
 * or SIGSEGV, or leave out entries without a word, where an operator deserves a sentence. Every page in use is looked at, of
 * long values the first one; journal entries have checksums of their own.
 */

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { newestMeta, type PageView, StructureError, type TreeRecord, viewPage } from "./lmdb-pages.js";
import { StoreError } from "./store.js";

/** Throws StoreError when the file is no LMDB environment, is cut off, or has a page that does not fit the others. */
export function checkEnvironment(path: string): void {
  const file = openSync(path, "r");
  try {
    if (fstatSync(file).size > 0) checkFile(file);
  } catch (cause) {
    if (!(cause instanceof StructureError)) throw cause;
    const advice = "restore it from a backup, or start with another --state-dir";
    throw new StoreError(`${path} ${cause.message}: ${advice}`, { cause });
  } finally {
    closeSync(file);
  }
}

/** Two meta pages of the smallest size. */
const SMALLEST_FILE_BYTES = 512;

interface Pages {
  view(page: number): PageView;
  /** Throws StructureError when the file ends before the end of this page. */
  requireInFile(page: number): void;
}

function checkFile(file: number): void {
  const { size } = fstatSync(file);
  const read = (position: number, length: number) => {
    if (position + length > size) throw new StructureError(`is cut off: ${size} bytes of ${position + length} or more`);
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, position);
    return bytes;
  };
  if (size < SMALLEST_FILE_BYTES) throw new StructureError("is not a Sweetcomb store");
  const meta = newestMeta(read);
  const { pageBytes, trees } = meta;
  const pages: Pages = {
    view: (page) => viewPage(read(page * pageBytes, pageBytes), page, meta),
    requireInFile: (page) => void read((page + 1) * pageBytes, 0),
  };
  for (const tree of trees) checkTree(tree, pages);
}

/** Walks a tree and those within it, and compares it with what its record says. */
function checkTree(tree: TreeRecord, pages: Pages): void {
  const found = { entries: 0, branchPages: 0, leafPages: 0 };
  const toVisit = tree.root === undefined ? [] : [{ page: tree.root, level: 1 }];
  for (let next = toVisit.pop(); next !== undefined; next = toVisit.pop()) {
    const { page, level } = next;
    const { kind, nodes } = pages.view(page);
    if (kind !== (level === tree.depth ? "leaf" : "branch")) throw damaged(`page ${page} is of another kind`);
    if (kind === "branch") {
      found.branchPages++;
      for (const { child } of nodes) toVisit.push({ page: child, level: level + 1 });
    } else {
      found.leafPages++;
      found.entries += nodes.length;
      checkValues(nodes, pages);
    }
    if (found.branchPages > tree.branchPages) break;
  }
  const { entries, branchPages, leafPages } = tree;
  if (found.entries === entries && found.branchPages === branchPages && found.leafPages === leafPages) return;
  throw damaged(`${found.entries} entries are there, where ${entries} should be`);
}

/** Trees in the place of a value, and values that are too long for the page. */
function checkValues(nodes: PageView["nodes"], pages: Pages): void {
  for (const { tree, longValue } of nodes) {
    if (tree !== undefined) checkTree(tree, pages);
    if (longValue === undefined) continue;
    const view = pages.view(longValue.page);
    if (view.kind !== "overflow" || view.pages < longValue.pages) throw damaged(`page ${longValue.page} is no value`);
    pages.requireInFile(longValue.page + longValue.pages - 1);
  }
}

function damaged(reason: string): StructureError {
  return new StructureError(`is damaged (${reason})`);
}
