/** A datastore as RFC 7951 members in plain objects, with just enough of what the engine does to test a protocol against it. */

import { parseStringPromise } from "xml2js";
import { ManagementError } from "../../../../src/errors/management-error.js";
import { escapeText } from "../../../../src/northbound/xml-text.js";
import type { Format } from "../../../../src/operations/operation.js";
import { type PathStep, parseInstancePath } from "../../../../src/schema/instance-path.js";
import type { SchemaNode } from "../../../../src/schema/schema-tree.js";
import { nodeAt, schema } from "./schema.js";

export type Members = Record<string, unknown>;

/** Where an instance is: the member `name` of `members`, and the index in it when that is an array. */
export interface Place {
  readonly members: Members;
  readonly name: string;
  readonly index: number | undefined;
  readonly node: SchemaNode;
}

/** Finds an instance; undefined when something on the way to it, or it itself, is not there. */
export function find(root: Members, path: string): Place | undefined {
  let place: Place | undefined;
  for (const step of parseInstancePath(path) ?? []) {
    const members: Members = place === undefined ? root : (valueAt(place) as Members);
    place = findStep(members, step, place?.node);
    if (place === undefined) return undefined;
  }
  return place;
}

export function valueAt({ members, name, index }: Place): unknown {
  return index === undefined ? members[name] : (members[name] as unknown[])[index];
}

function findStep(members: Members, step: PathStep, parent: SchemaNode | undefined): Place | undefined {
  const node = schema.child(parent, step.module ?? parent?.module ?? "", step.name);
  if (node === undefined) throw new Error(`unknown step ${step.name}`);
  const name = memberName(node);
  if (members[name] === undefined) return undefined;
  if (step.predicates.length === 0) return { members, name, index: undefined, node };
  const index = (members[name] as unknown[]).findIndex((entry) =>
    step.predicates.every(({ key, value }) => String(key === "." ? entry : (entry as Members)[key!]) === value),
  );
  return index === -1 ? undefined : { members, name, index, node };
}

export function memberName({ parent, module, name }: SchemaNode): string {
  return parent?.module === module ? name : `${module}:${name}`;
}

/** The document of one resource: RFC 7951 with the module name at the top. */
export function resourceDocument(place: Place): Members {
  const value = valueAt(place);
  return { [`${place.node.module}:${place.node.name}`]: place.index === undefined ? value : [value] };
}

/** Elements for the members of `parent` (undefined: of a datastore). */
export function toXml(members: Members, parent: SchemaNode | undefined): string {
  return Object.entries(members)
    .flatMap(([name, value]) => {
      const node = memberNode(name, parent);
      return (Array.isArray(value) ? value : [value]).map((one) => element(node, one));
    })
    .join("");
}

function element(node: SchemaNode, value: unknown): string {
  const namespace = schema.module(node.module)!.namespace;
  const content = typeof value === "object" ? toXml(value as Members, node) : escapeText(String(value));
  return `<${node.name} xmlns="${namespace}">${content}</${node.name}>`;
}

function memberNode(name: string, parent: SchemaNode | undefined): SchemaNode {
  const [module, local] = name.includes(":") ? name.split(":") : [parent?.module, name];
  const node = schema.child(parent, module ?? "", local ?? "");
  if (node === undefined) {
    throw new ManagementError("unknown-element", { message: `no such node: ${name}`, badElement: name });
  }
  return node;
}

/** Reads a body below `parent` ("" is the datastore). Throws malformed-message and unknown-element. */
export async function parseBody(bytes: Uint8Array, format: Format, parent: string): Promise<Members> {
  const text = Buffer.from(bytes).toString("utf8");
  const node = parent === "" ? undefined : nodeAt(parent.replace(/\[[^\]]*\]/g, ""));
  const members = format === "json" ? parseJson(text) : await parseXml(text, node);
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [memberName(memberNode(name, node)), value]),
  );
}

function parseJson(text: string): Members {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ManagementError("malformed-message", { message: "the body is no JSON", cause });
  }
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed as Members;
  throw new ManagementError("malformed-message", { message: "the body is no object" });
}

async function parseXml(text: string, parent: SchemaNode | undefined): Promise<Members> {
  try {
    const { root } = await parseStringPromise(`<root>${text}</root>`, { explicitArray: true, xmlns: true });
    return membersOf(root, parent);
  } catch (cause) {
    if (cause instanceof ManagementError) throw cause;
    throw new ManagementError("malformed-message", { message: "the body is no XML", cause });
  }
}

type XmlElement = { readonly $ns: { readonly uri: string; readonly local: string }; readonly _?: string } & Members;

function membersOf(parsed: Members, parent: SchemaNode | undefined): Members {
  const members: Members = {};
  for (const elements of Object.values(parsed)) {
    if (!Array.isArray(elements)) continue;
    const { uri, local } = (elements[0] as XmlElement).$ns;
    const node = memberNode(`${schema.moduleOfNamespace(uri)?.name ?? "unknown"}:${local}`, parent);
    const values = (elements as XmlElement[]).map((one) =>
      node.children.length > 0 ? membersOf(one, node) : (one._ ?? ""),
    );
    members[memberName(node)] = node.kind === "list" || node.kind === "leaf-list" ? values : values[0];
  }
  return members;
}
