/** The "errors" document of RFC 8040 7.1, in JSON and in XML. */

import type { ErrorDetails, ErrorInfo, ManagementError } from "../../errors/management-error.js";
import type { Format } from "../../operations/operation.js";
import { prefixedPath } from "../../schema/prefixed-path.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { escapeAttribute, escapeText } from "../xml-text.js";
import { RESTCONF_NAMESPACE } from "./namespaces.js";

/** One member of error-info: the module that its name belongs to, and a text or further members. */
interface InfoItem {
  readonly module: string;
  readonly name: string;
  readonly value: string | number | readonly (readonly [name: string, value: string | number])[];
}

/** Module and namespace of what RFC 6241 appendix A, RFC 7950 15.1 and we ourselves put into error-info. */
const infoNamespaces: Readonly<Record<string, string>> = {
  "ietf-netconf": "urn:ietf:params:xml:ns:netconf:base:1.0",
  yang: "urn:ietf:params:xml:ns:yang:1",
  "sweetcomb-errors": "urn:sweetcomb:params:xml:ns:yang:sweetcomb-errors",
};

/** Writes the errors of one answer. The schema gives the prefixes of an error-path in XML. */
export function encodeErrors(errors: readonly ManagementError[], format: Format, schema: SchemaTree): string {
  if (format === "xml") return xmlErrors(errors, schema, RESTCONF_NAMESPACE);
  return JSON.stringify({ "ietf-restconf:errors": jsonErrors(errors) });
}

/** The element "errors". It belongs to the module that uses the grouping, as YANG Patch does too (RFC 8072 2.3); undefined: that around it. */
export function xmlErrors(errors: readonly ManagementError[], schema: SchemaTree, namespace?: string): string {
  const elements = errors.map((error) => xmlError(error, schema));
  const declaration = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  return `<errors${declaration}>${elements.join("")}</errors>`;
}

export function jsonErrors(errors: readonly ManagementError[]): object {
  return { error: errors.map(jsonError) };
}

function jsonError({ type, tag, details }: ManagementError): object {
  const info = infoItems(details).map((item) => [`${item.module}:${item.name}`, jsonValue(item.value)]);
  return {
    "error-type": type,
    "error-tag": tag,
    ...(details.appTag !== undefined && { "error-app-tag": details.appTag }),
    ...(details.path !== undefined && { "error-path": details.path }),
    "error-message": details.message,
    ...(info.length > 0 && { "error-info": groupByName(info as [string, unknown][]) }),
  };
}

function jsonValue(value: InfoItem["value"]): unknown {
  return typeof value === "object" ? Object.fromEntries(value) : value;
}

/** A member that comes more than once ("non-unique") is an array. */
function groupByName(members: readonly [string, unknown][]): object {
  const grouped: Record<string, unknown> = {};
  for (const [name, value] of members) {
    const others = members.filter((member) => member[0] === name);
    grouped[name] = others.length === 1 ? value : others.map((member) => member[1]);
  }
  return grouped;
}

function xmlError({ type, tag, details }: ManagementError, schema: SchemaTree): string {
  const info = infoItems(details)
    .map((item) => xmlInfoItem(item, schema))
    .join("");
  return [
    "<error>",
    element("error-type", type),
    element("error-tag", tag),
    details.appTag === undefined ? "" : element("error-app-tag", details.appTag),
    details.path === undefined ? "" : xmlErrorPath(details.path, schema),
    element("error-message", details.message),
    info === "" ? "" : `<error-info>${info}</error-info>`,
    "</error>",
  ].join("");
}

/** Left out when the path has names that the schema does not know: it could not be written with namespaces. */
function xmlErrorPath(path: string, schema: SchemaTree): string {
  const prefixed = prefixedPath(path, schema);
  if (prefixed === undefined) return "";
  const declarations = [...prefixed.namespaces].map(
    ([prefix, namespace]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`,
  );
  return `<error-path${declarations.join("")}>${escapeText(prefixed.path)}</error-path>`;
}

function xmlInfoItem({ module, name, value }: InfoItem, schema: SchemaTree): string {
  const content =
    typeof value === "object"
      ? value.map(([member, text]) => element(member, String(text))).join("")
      : escapeText(String(value));
  const namespace = infoNamespaces[module] ?? schema.module(module)?.namespace ?? "";
  return `<${name} xmlns="${namespace}">${content}</${name}>`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}

function infoItems(details: ErrorDetails): readonly InfoItem[] {
  const { badAttribute, badElement, badNamespace, sessionId, nonUnique = [], missingChoice, vpp, info } = details;
  const items: InfoItem[] = [];
  const add = (module: string, name: string, value: InfoItem["value"] | undefined) => {
    if (value !== undefined) items.push({ module, name, value });
  };
  add("ietf-netconf", "bad-attribute", badAttribute);
  add("ietf-netconf", "bad-element", badElement);
  add("ietf-netconf", "bad-namespace", badNamespace);
  add("ietf-netconf", "session-id", sessionId);
  for (const path of nonUnique) add("yang", "non-unique", path);
  add("yang", "missing-choice", missingChoice);
  if (vpp !== undefined) {
    const { messageName, code, codeName } = vpp;
    add("sweetcomb-errors", "vpp", [
      ["message", messageName],
      ["code", code],
      ["name", codeName],
    ]);
  }
  if (info !== undefined) add(info.module, info.name, info.members.map(plainMember));
  return items;
}

function plainMember([name, value]: ErrorInfo["members"][number]): readonly [string, string | number] {
  return [name, typeof value === "object" ? value.path : value];
}
