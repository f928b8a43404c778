/**
 * Which nodes the lines of a journal change. Of each line only its beginning is read: a line that makes a whole subtree costs no
 * more than one that changes a leaf.
 *
 * Lines: ["create",[steps of the parent],[name,flags?,children...]] and ["delete"|"value"|"move",[steps],...]. A step is a name, or
 * [name,key,...] of a list entry; a name has its module in front where that changes.
 */

import { parseInstancePath } from "../../schema/instance-path.js";
import type { SchemaTree } from "../../schema/schema-tree.js";

export interface ChangedPath {
  /** Names, each behind its module where that changes; behind that of a list the keys of one entry, as JSON. */
  readonly steps: readonly string[];
  /** Everything below is new or gone. */
  readonly whole: boolean;
}

type JournalStep = string | readonly string[];

const [QUOTE, BACKSLASH, OPEN, CLOSE, COMMA, LINE_END] = Buffer.from('"\\[],\n');
const [CREATE, DELETE] = Buffer.from("cd");

export function* changedPaths(lines: Uint8Array, schema: SchemaTree): Generator<ChangedPath> {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  let place: Place | undefined;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_END!, start);
    place = placeAt(bytes, start, place);
    yield changedPath(bytes, start, place, schema);
    start = end === -1 ? bytes.length : end + 1;
  }
}

/** The same steps out of an instance path: "/m:list[k='v']/leaf". Keys are taken in the order that they have there. */
export function pathOfInstance(path: string): readonly string[] {
  const steps: string[] = [];
  let module: string | undefined;
  for (const step of parseInstancePath(path) ?? []) {
    const isSame = step.module === undefined || step.module === module;
    steps.push(isSame ? step.name : `${step.module}:${step.name}`);
    module = step.module ?? module;
    if (step.predicates.length > 0) steps.push(JSON.stringify(step.predicates.map(({ value }) => value)));
  }
  return steps;
}

/** The steps of a line. Lines that follow each other mostly make entries of one list: their steps are read once. */
interface Place {
  readonly text: Buffer;
  readonly end: number;
  /** As in ChangedPath. */
  readonly steps: readonly string[];
  readonly schemaPath: string;
}

function placeAt(bytes: Buffer, lineStart: number, before: Place | undefined): Place {
  const start = bytes.indexOf(OPEN!, lineStart + 1);
  const sameEnd = start + (before?.text.length ?? 0);
  if (before !== undefined && sameEnd <= bytes.length && before.text.compare(bytes, start, sameEnd) === 0) {
    return { ...before, end: sameEnd };
  }
  const end = endOfValue(bytes, start);
  const steps = JSON.parse(bytes.toString("utf8", start, end)) as JournalStep[];
  return {
    text: bytes.subarray(start, end),
    end,
    steps: steps.flatMap((step) => (typeof step === "string" ? step : entryStep(step[0]!, step.slice(1)))),
    schemaPath: steps.map((step) => `/${typeof step === "string" ? step : step[0]}`).join(""),
  };
}

function changedPath(bytes: Buffer, start: number, { steps, schemaPath, end }: Place, schema: SchemaTree): ChangedPath {
  // Behind the bracket and the quotation mark.
  const operation = bytes[start + 2];
  if (operation !== CREATE) return { steps, whole: operation === DELETE };
  return { steps: [...steps, ...createdStep(bytes, end + 2, schemaPath, schema)], whole: true };
}

function entryStep(name: string, keys: readonly string[]): readonly string[] {
  return [name, JSON.stringify(keys)];
}

/** `at` is behind the bracket of the node that is made. A list entry's keys are its first children, a leaf-list entry's value is its last member. */
function createdStep(bytes: Buffer, at: number, parentPath: string, schema: SchemaTree): readonly string[] {
  const [name, afterName] = valueAt(bytes, at) as [string, number];
  const node = schema.byPath(`${parentPath}/${name}`);
  if (node?.kind !== "list" && node?.kind !== "leaf-list") return [name];
  const wanted = node.kind === "list" ? node.keys.length : 1;
  const keys: string[] = [];
  for (let next = afterName; keys.length < wanted && bytes[next] === COMMA; ) {
    const [member, end] = valueAt(bytes, next + 1);
    // Numbers are flags.
    if (Array.isArray(member)) keys.push(String(member.at(-1)));
    else if (typeof member === "string") keys.push(member);
    next = end;
  }
  return entryStep(name, keys);
}

function valueAt(bytes: Buffer, start: number): [value: unknown, end: number] {
  const end = endOfValue(bytes, start);
  return [JSON.parse(bytes.toString("utf8", start, end)), end];
}

/** Index behind the string, number or array that begins at `start`. */
function endOfValue(bytes: Buffer, start: number): number {
  let depth = 0;
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === OPEN) depth++;
    else if (depth === 0 && (byte === COMMA || byte === CLOSE)) return at;
    else if (byte === CLOSE) depth--;
    if (depth === 0 && (byte === CLOSE || byte === QUOTE)) return at + 1;
  }
  return at;
}

/** Index of the closing quotation mark. */
function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
