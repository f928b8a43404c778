// Hands a read request over to the cursor in C: a few calls, each with one part of it.
import type { YangContext } from "../context.js";
import type { LibyangInstance } from "../instance.js";
import { flags } from "../options.js";
import { evaluated } from "./data-error.js";
import type { PageNote, ReadAccess, ReadPart, ReadRequest } from "./read-request.js";
import type { ReaderExports } from "./reader-exports.js";

const defaultsModes = {
  "report-all": 0,
  "report-all-tagged": 1,
  trim: 2,
  explicit: 3,
  "report-all-tagged-by-value": 4,
} as const;
const contentKinds = { all: 0, config: 1, nonconfig: 2 } as const;

/** A `struct cursor *` that still has to be configured. */
export function newCursor(context: YangContext, request: ReadRequest): number {
  const bits = flags([
    [request.format === "json", 1],
    [request.pretty, 2],
    [request.root === "target", 4],
    [request.select === undefined, 8],
    [request.origin, 16],
    [request.keepOrder, 32],
    [request.sublists?.ofSelected, 64],
  ]);
  const defaults = defaultsModes[request.withDefaults ?? "explicit"];
  const content = contentKinds[request.content ?? "all"];
  const { instance } = context;
  const { depth = 0, sublists } = request;
  const reader = readerOf(instance);
  const status = reader.lyw_cursor_new(context.pointer, bits, defaults, content, depth, sublists?.limit ?? 0);
  instance.check(status, context.pointer, "opening a cursor");
  return instance.result(0);
}

/** Passes the rest of the request and walks to the first node. Returns whether there is none. */
export function configureCursor(
  context: YangContext,
  cursor: number,
  parts: readonly ReadPart[],
  request: ReadRequest,
): boolean {
  const { instance } = context;
  const reader = readerOf(instance);
  for (const part of parts) addPart(context, cursor, part);
  if (request.module !== undefined) {
    instance.withString(request.module, (name) => reader.lyw_cursor_set_module(cursor, name));
  }
  for (const xpath of request.select ?? []) {
    evaluated(context, xpath, (text) => reader.lyw_cursor_select(cursor, text));
  }
  for (const field of request.fields ?? []) {
    evaluated(context, field.join("/"), (text) => reader.lyw_cursor_narrow(cursor, text));
  }
  if (request.page) describePage(context, cursor, request.page);
  for (const origin of request.origins?.identities ?? []) wantOrigin(context, cursor, origin, request.origins?.negated);
  if (request.access) restrict(context, cursor, request.access);
  const status = reader.lyw_cursor_start(cursor);
  instance.check(status, context.pointer, "reading data");
  return instance.result(0) !== 0;
}

function readerOf(instance: LibyangInstance): ReaderExports {
  return instance.exportsAs<ReaderExports>();
}

function addPart(context: YangContext, cursor: number, part: ReadPart): void {
  const { instance } = context;
  const reader = readerOf(instance);
  const status = instance.withString(part.origin, (origin) => reader.lyw_cursor_add_part(cursor, part.root, origin));
  instance.check(status, context.pointer, "adding a data tree to a cursor");
  for (const { module, name } of part.excludeTopLevel ?? []) {
    const excluded = instance.withStrings([module, name], (modulePointer = 0, namePointer = 0) =>
      reader.lyw_cursor_exclude(cursor, modulePointer, namePointer),
    );
    instance.check(excluded, context.pointer, `passing over ${module}:${name}`);
  }
}

function describePage(context: YangContext, cursor: number, page: PageNote): void {
  const { instance } = context;
  const reader = readerOf(instance);
  const { remaining = 0 } = page;
  const status = instance.withString(page.next, (next) =>
    instance.withString(page.previous, (previous) =>
      instance.withString(page.locale, (locale) =>
        reader.lyw_cursor_describe_page(cursor, remaining, next, previous, locale),
      ),
    ),
  );
  instance.check(status, context.pointer, "describing a page");
}

function wantOrigin(context: YangContext, cursor: number, identity: string, negated = false): void {
  const { instance } = context;
  const reader = readerOf(instance);
  const status = instance.withString(identity, (name) => reader.lyw_cursor_want_origin(cursor, name, negated ? 1 : 0));
  instance.check(status, context.pointer, `selecting data of the origin ${identity}`);
}

function restrict(context: YangContext, cursor: number, access: ReadAccess): void {
  const { instance } = context;
  const reader = readerOf(instance);
  const { firstRule, permit } = access;
  const firstRuleBytes = new Uint8Array(firstRule.buffer, firstRule.byteOffset, firstRule.byteLength);
  // The cursor owns both arrays from here on, and frees them.
  reader.lyw_cursor_restrict(cursor, copy(instance, firstRuleBytes), copy(instance, permit), permit.length);
  for (const rule of access.instanceRules) {
    evaluated(context, rule.xpath, (text) =>
      reader.lyw_cursor_add_instance_rule(cursor, text, rule.index, rule.permit ? 1 : 0),
    );
  }
}

function copy(instance: LibyangInstance, bytes: Uint8Array): number {
  const pointer = instance.exports.lyw_malloc(Math.max(1, bytes.length));
  if (pointer === 0) throw new Error(`no memory for ${bytes.length} bytes of access rules`);
  instance.bytes().set(bytes, pointer);
  return pointer;
}
