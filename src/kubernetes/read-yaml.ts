/** Objects of the API from YAML or JSON text, as `kubectl` writes them: documents parted by "---", and lists. */

import { loadYaml } from "@kubernetes/client-node";
import type { KubernetesObject } from "./objects.js";

/** Throws an Error for text that is no YAML, or a document without kind. */
export function readYaml(text: string): readonly KubernetesObject[] {
  return text
    .split(/^---(?:[ \t].*)?$/m)
    .filter((document) => /^\s*[^\s#]/m.test(document))
    .flatMap((document) => itemsOf(readDocument(document)));
}

function readDocument(document: string): KubernetesObject {
  const object = loadYaml<KubernetesObject>(document);
  if (typeof object !== "object" || object.apiVersion === undefined || object.kind === undefined) {
    throw new Error("a document has no apiVersion and kind");
  }
  return withApiNames(object);
}

/** The client makes instances of its classes, in which a word of the language ("from") has another name. */
function withApiNames(object: KubernetesObject): KubernetesObject {
  const rename = (_key: string, value: unknown) => {
    if (typeof value !== "object" || value === null || !("_from" in value)) return value;
    const { _from: from, ...others } = value;
    return { from, ...others };
  };
  return JSON.parse(JSON.stringify(object), rename);
}

function itemsOf(
  object: KubernetesObject & { readonly items?: readonly KubernetesObject[] },
): readonly KubernetesObject[] {
  if (object.kind?.endsWith("List") !== true) return [object];
  const kind = object.kind === "List" ? undefined : object.kind.slice(0, -"List".length);
  return (object.items ?? []).map((item) => ({ ...(kind !== undefined && { kind }), ...item }));
}
