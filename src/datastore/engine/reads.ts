/** Readings: which trees a source is made of, and the cursor that prints them. */

import {
  type Cursor,
  type DataTree,
  type DefaultsMode,
  openCursor,
  type ReadPart,
  select,
  XPathError,
} from "libyang-wasm";
import { intendedParts, residentTree } from "./dynamic-trees.js";
import { CHUNK_BYTES, type EngineState, release } from "./engine-state.js";
import { mergeSelected } from "./merge-selected.js";
import { type Page, pageOf } from "./page.js";
import type { EngineError, ReadRequest, ReadStart, ResidentTree } from "./protocol.js";
import { needsSettledCandidate, withSettledCandidate } from "./settled-candidate.js";
import { visibleParts } from "./visible-parts.js";

const INTENDED = "ietf-origin:intended";
const SYSTEM = "ietf-origin:system";
/** Others wait while the expressions of a reading are evaluated. */
const XPATH_PATIENCE_MS = 10_000;

type Opened = ReadStart | { readonly error: EngineError };

export function openRead(state: EngineState, request: ReadRequest): Opened {
  const open = () => state.context.instance.limitXPath(XPATH_PATIENCE_MS, () => openNow(state, request));
  return needsSettledCandidate(state, request) ? withSettledCandidate(state, open) : open();
}

function openNow(state: EngineState, request: ReadRequest): Opened {
  const owned: Disposable[] = [];
  let cursor: Cursor;
  try {
    const all = partsOf(state, request, owned);
    const parts = request.selectsShown ? visibleParts(state, all, request, owned) : all;
    const paged = request.page && pageOf(state, parts, request, request.page);
    if (paged?.error !== undefined) {
      for (const tree of owned) tree[Symbol.dispose]();
      return { error: paged.error };
    }
    cursor = openCursor(state.context, parts, cursorRequest(request, paged));
  } catch (failure) {
    for (const tree of owned) tree[Symbol.dispose]();
    if (failure instanceof XPathError) return { error: badXPath(failure) };
    throw failure;
  }
  const { empty } = cursor;
  const instance = request.tellInstance ? instancePath(state, "running", request.select?.[0] ?? "") : undefined;
  const chunk = cursor.next(CHUNK_BYTES) ?? new Uint8Array();
  const open = {
    cursor,
    owned,
    over: walkedTree(request.source),
    ahead: [],
  };
  // A short answer needs no second call: less than was asked for is all there is.
  if (chunk.length < CHUNK_BYTES) {
    release(open);
    return { cursor: 0, chunk, empty, instance };
  }
  const id = state.nextId++;
  state.cursors.set(id, open);
  return { cursor: id, chunk, empty, instance };
}

export function instancePath(state: EngineState, tree: ResidentTree, path: string): string | undefined {
  return select(state.context, [{ root: residentTree(state, tree).root }], path)[0]?.path;
}

/** The tree that a reading walks over; what else it reads was made for it alone. */
function walkedTree(source: ReadRequest["source"]): ResidentTree | undefined {
  if (source === "stored") return undefined;
  return source === "intended" || source === "operational" || source === "unified" ? "running" : source;
}

export function nextChunk(state: EngineState, id: number): { readonly chunk: Uint8Array; readonly done: boolean } {
  const open = state.cursors.get(id);
  if (open === undefined) throw new Error("the answer cannot be continued");
  const chunk = open.ahead.shift() ?? ("cursor" in open ? open.cursor.next(CHUNK_BYTES) : null);
  if (chunk !== null) return { chunk, done: false };
  closeRead(state, id);
  return { chunk: new Uint8Array(), done: true };
}

export function closeRead(state: EngineState, id: number): void {
  const open = state.cursors.get(id);
  state.cursors.delete(id);
  if (open !== undefined && "cursor" in open) release(open);
}

function cursorRequest(request: ReadRequest, page: Page | undefined): Parameters<typeof openCursor>[2] {
  const { format, root, depth, fields, content, origin, access, sublists } = request;
  const select = page?.entries ?? request.select;
  return {
    format,
    root,
    withDefaults: defaultsMode(request),
    content,
    origin,
    ...(request.origins === undefined ? {} : { origins: request.origins }),
    ...(select === undefined ? {} : { select }),
    ...(depth === undefined ? {} : { depth }),
    ...(fields === undefined ? {} : { fields }),
    ...(access === undefined ? {} : { access }),
    ...(sublists === undefined ? {} : { sublists }),
    ...(page === undefined ? {} : { keepOrder: true, page: page.note }),
  };
}

/** In operational all that equals its default is tagged, elsewhere what nobody has set (RFC 8526 3.1.1.2, RFC 6243 3.4). */
function defaultsMode({ source, withDefaults }: ReadRequest): DefaultsMode {
  const byValue = source === "operational" && withDefaults === "report-all-tagged";
  return byValue ? "report-all-tagged-by-value" : withDefaults;
}

function badXPath({ message, tookTooLong }: XPathError): EngineError {
  const tag = tookTooLong ? "resource-denied" : "invalid-value";
  return { tag, type: "application", message: `The selection cannot be evaluated: ${message}` };
}

/** Trees that are made for this reading alone are added to `owned`, also when a later step throws. */
function partsOf(state: EngineState, request: ReadRequest, owned: Disposable[]): readonly ReadPart[] {
  switch (request.source) {
    case "intended":
      return intendedParts(state, request.select, owned, []);
    case "stored": {
      const tree = state.context.parseData(request.stored ?? "{}", "json", { storeOnly: true });
      owned.push(tree);
      tree.addDefaults({ noState: true });
      return [{ root: tree.pointer }];
    }
    case "operational":
    case "unified":
      return statePartsOf(state, request, owned);
    default:
      return [{ root: residentTree(state, request.source).root }];
  }
}

/**
 * Running gives every top-level node that no provider gives. For the others: operational is what the provider says;
 * the unified view of RFC 8040 has what running says, with the provider's state around it.
 */
function statePartsOf(state: EngineState, request: ReadRequest, owned: Disposable[]): readonly ReadPart[] {
  const given = request.documentTopLevel.map((name) => {
    const [module = "", local = ""] = name.split(":");
    return { module, name: local };
  });
  const trees = request.documents.map((document) => {
    const tree = state.context.parseData(document, "json", { storeOnly: true });
    owned.push(tree);
    return tree;
  });
  const configuration =
    request.source === "operational"
      ? intendedParts(state, request.select, owned, given)
      : [{ root: state.running.root, excludeTopLevel: given }];
  // One tree of all documents, for running may have something of each of them; a top-level node is to be there once.
  // Without a document there is nothing to lay the configuration over: running gives it all.
  const [first, ...others] = trees;
  const unified = request.source === "unified" ? first : undefined;
  if (unified !== undefined) {
    for (const other of others) unified.merge(other);
    mergeConfiguration(state, unified, request);
  }
  return [
    ...configuration.map((part) => ({ ...part, origin: INTENDED })),
    ...(unified === undefined ? trees : [unified]).map((tree) => ({ root: tree.pointer, origin: INTENDED })),
    { root: state.library.pointer, origin: SYSTEM },
  ];
}

/** Lays what running has of the providers' nodes over a tree: only what is selected, so that the cost is that of the answer. */
function mergeConfiguration(state: EngineState, into: DataTree, { select, documentTopLevel }: ReadRequest): void {
  const isGiven = (xpath: string) => documentTopLevel.some((name) => xpath.startsWith(`/${name}`));
  const xpaths = select?.filter((xpath) => isGiven(xpath) || !/^\/[\w.-]+:/.test(xpath));
  for (const xpath of xpaths ?? documentTopLevel.map((name) => `/${name}`)) {
    mergeSelected(state.context, state.running.root, xpath, into);
  }
}
