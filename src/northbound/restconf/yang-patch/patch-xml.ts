/** A YANG Patch in XML (RFC 8072 3). */

import { malformedMessage } from "../restconf-error.js";
import { YANG_PATCH_NAMESPACE } from "./namespace.js";
import type { Leafs, RawEdit, RawPatch } from "./patch-document.js";
import { parseXml, type XmlElement } from "./xml-element.js";

/** yang-patch, edit, value, target: what is deeper is the engine's to read. */
const LEVELS = 4;

const patchLeafs: readonly string[] = ["patch-id", "comment"];
const editLeafs: readonly string[] = ["edit-id", "operation", "target", "where", "point"];

/** Throws 400 malformed-message. */
export function readXmlPatch(text: string): RawPatch {
  const root = parseXml(text, LEVELS);
  if (root.name !== "yang-patch" || root.namespace !== YANG_PATCH_NAMESPACE) {
    throw malformedMessage(`the body has to be one element "yang-patch" of ${YANG_PATCH_NAMESPACE}`);
  }
  const edits = root.children.filter(({ name }) => name === "edit");
  return { leafs: leafsOf(root, patchLeafs, "edit"), edits: edits.map(rawEdit) };
}

function rawEdit(edit: XmlElement): RawEdit {
  const leafs = leafsOf(edit, editLeafs, "value");
  const [value, ...others] = edit.children.filter(({ name }) => name === "value");
  if (others.length > 0) throw malformedMessage("an edit has two values");
  if (value === undefined) return { leafs, value };
  return { leafs, value: Buffer.from(value.children.map(({ source }) => source()).join("")) };
}

function leafsOf({ children, name: parent }: XmlElement, known: readonly string[], other: string): Leafs {
  const leafs = new Map<string, string>();
  for (const { name, namespace, text, children: below } of children) {
    const isOurs = namespace === YANG_PATCH_NAMESPACE;
    if (isOurs && name === other) continue;
    if (!isOurs || !known.includes(name) || below.length > 0 || leafs.has(name)) {
      throw malformedMessage(`"${name}" in ${parent} is not known, is there twice or is no leaf`);
    }
    leafs.set(name, text);
  }
  return leafs;
}
