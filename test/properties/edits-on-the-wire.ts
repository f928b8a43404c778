/** A random edit as an edit-config and as a RESTCONF request. */

import type { RandomEdit, RandomNode } from "./random-edits.js";

const LAB = "urn:example:lab";
const SAFETY = "urn:example:lab-safety";
const ROOT = "/restconf/data/example-lab:lab";

/** Content of <config>, and the operation marked on the node. */
export function configOf({ operation, node }: RandomEdit): string {
  const mark = ` xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" nc:operation="${operation}"`;
  return `<lab xmlns="${LAB}"><${node.name}${mark}>${xmlInside(node, operation === "delete")}</${node.name}></lab>`;
}

export interface HttpRequest {
  readonly method: "PATCH" | "PUT" | "POST" | "DELETE";
  readonly url: string;
  readonly payload?: string;
}

const methods = { merge: "PATCH", replace: "PUT", create: "POST", delete: "DELETE" } as const;

export function requestOf({ operation, node }: RandomEdit): HttpRequest {
  const method = methods[operation];
  const url = method === "POST" ? ROOT : `${ROOT}/${node.name}${keysInUrl(node)}`;
  return method === "DELETE" ? { method, url } : { method, url, payload: JSON.stringify(bodyOf(node)) };
}

function keysInUrl(node: RandomNode): string {
  if (node.kind === "leaf-list") return `=${encodeURIComponent(node.value)}`;
  return node.kind === "list" ? `=${Object.values(node.keys).map(encodeURIComponent).join(",")}` : "";
}

function bodyOf(node: RandomNode): object {
  const name = `example-lab:${node.name}`;
  switch (node.kind) {
    case "leaf":
      return { [name]: node.value };
    case "leaf-list":
      return { [name]: [node.value] };
    case "container":
      return { [name]: node.content };
    case "list":
      return { [name]: [{ ...node.keys, ...node.content }] };
  }
}

function xmlInside(node: RandomNode, onlyNamed: boolean): string {
  switch (node.kind) {
    case "leaf":
      return onlyNamed ? "" : escapeXml(node.value);
    case "leaf-list":
      return escapeXml(node.value);
    case "container":
      return onlyNamed ? "" : leaves(node.content);
    case "list":
      return leaves(onlyNamed ? node.keys : { ...node.keys, ...node.content });
  }
}

function leaves(content: Readonly<Record<string, string | number>>): string {
  return Object.entries(content)
    .map(([qualified, value]) => {
      const [module, local] = qualified.includes(":") ? qualified.split(":") : [undefined, qualified];
      const namespace = module === undefined ? "" : ` xmlns="${SAFETY}"`;
      // An identity needs its module as a prefix in XML.
      const prefixes = local === "cable" ? ` xmlns:example-lab="${LAB}" xmlns:example-lab-safety="${SAFETY}"` : "";
      return `<${local}${namespace}${prefixes}>${escapeXml(value)}</${local}>`;
    })
    .join("");
}

function escapeXml(value: string | number): string {
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
