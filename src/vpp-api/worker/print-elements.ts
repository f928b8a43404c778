/** RFC 7951 members as XML elements. Their texts are the same: no value here is of a type that names a namespace. */

import { escapeText } from "../../northbound/xml-text.js";

/** @param namespace declared on each top element */
export function printElements(members: Readonly<Record<string, unknown>>, namespace: string): string {
  return printMembers(members, ` xmlns="${namespace}"`);
}

function printMembers(members: Readonly<Record<string, unknown>>, attributes: string): string {
  let text = "";
  for (const [name, value] of Object.entries(members)) {
    for (const entry of Array.isArray(value) ? value : [value]) {
      const content =
        typeof entry === "object" ? printMembers(entry as Record<string, unknown>, "") : escapeText(String(entry));
      text += `<${name}${attributes}>${content}</${name}>`;
    }
  }
  return text;
}
