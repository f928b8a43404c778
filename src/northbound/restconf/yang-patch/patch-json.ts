/** A YANG Patch in JSON (RFC 8072 3, RFC 7951). */

import { malformedMessage } from "../restconf-error.js";
import type { Leafs, RawEdit, RawPatch } from "./patch-document.js";

const patchLeafs: readonly string[] = ["patch-id", "comment"];
const editLeafs: readonly string[] = ["edit-id", "operation", "target", "where", "point"];

/** Throws 400 malformed-message. */
export function readJsonPatch(text: string): RawPatch {
  const [[name, patch] = [], ...others] = Object.entries(objectOf(parse(text), "the body"));
  if (name !== "ietf-yang-patch:yang-patch" || others.length > 0) {
    throw malformedMessage('the body has to be one object "ietf-yang-patch:yang-patch"');
  }
  const members = objectOf(patch, "the patch");
  const edits = members.edit ?? [];
  if (!Array.isArray(edits)) throw malformedMessage('"edit" has to be an array');
  return { leafs: leafsOf(members, patchLeafs, ["edit"], "the patch"), edits: edits.map(rawEdit) };
}

function rawEdit(edit: unknown): RawEdit {
  const members = objectOf(edit, "an edit");
  const leafs = leafsOf(members, editLeafs, ["value"], "an edit");
  const { value } = members;
  if (value === undefined) return { leafs, value };
  return { leafs, value: Buffer.from(JSON.stringify(objectOf(value, '"value"'))) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformedMessage(`the body is not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw malformedMessage(`${what} has to be an object`);
}

function leafsOf(
  members: Readonly<Record<string, unknown>>,
  known: readonly string[],
  others: readonly string[],
  what: string,
): Leafs {
  const leafs = new Map<string, string>();
  for (const [name, value] of Object.entries(members)) {
    if (others.includes(name)) continue;
    if (!known.includes(name)) throw malformedMessage(`${what} has no member "${name}"`);
    if (typeof value !== "string") throw malformedMessage(`"${name}" of ${what} has to be a string`);
    leafs.set(name, value);
  }
  return leafs;
}
