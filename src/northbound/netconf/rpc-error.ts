/** Errors as NETCONF writes them: <rpc-error> (RFC 6241 4.3 and appendix A, RFC 7950 15). */

import type { ErrorInfo, ErrorTag, ManagementError } from "../../errors/management-error.js";
import { prefixedPath } from "../../schema/prefixed-path.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { escapeAttribute, escapeText } from "../xml-text.js";
import type { Framing } from "./framing.js";
import { SWEETCOMB_ERRORS, YANG } from "./namespaces.js";

/** One <rpc-error>. The order of its elements is that of the XML schema in RFC 6241 appendix B. */
export function encodeRpcError(error: ManagementError, framing: Framing, schema: SchemaTree): string {
  const { path, appTag, message } = error.details;
  return [
    "<rpc-error>",
    element("error-type", error.type),
    element("error-tag", tagFor(framing, error.tag)),
    element("error-severity", "error"),
    appTag === undefined ? "" : element("error-app-tag", appTag),
    path === undefined ? "" : pathElement("error-path", "", path, schema),
    `<error-message xml:lang="en">${escapeText(message)}</error-message>`,
    errorInfo(error, schema),
    "</rpc-error>",
  ].join("");
}

/** malformed-message came with base:1.1 and is not for peers of base:1.0 (RFC 6241 appendix A). */
function tagFor(framing: Framing, tag: ErrorTag): ErrorTag {
  return tag === "malformed-message" && framing === "end-of-message" ? "operation-failed" : tag;
}

function errorInfo({ details }: ManagementError, schema: SchemaTree): string {
  const { badAttribute, badElement, badNamespace, sessionId, nonUnique, missingChoice, vpp, info } = details;
  const content = [
    badAttribute === undefined ? "" : element("bad-attribute", badAttribute),
    badElement === undefined ? "" : element("bad-element", badElement),
    badNamespace === undefined ? "" : element("bad-namespace", badNamespace),
    sessionId === undefined ? "" : element("session-id", String(sessionId)),
    ...(nonUnique ?? []).map((path) => pathElement("non-unique", ` xmlns="${YANG}"`, path, schema)),
    missingChoice === undefined ? "" : `<missing-choice xmlns="${YANG}">${escapeText(missingChoice)}</missing-choice>`,
    vpp === undefined ? "" : vppElement(vpp),
    info === undefined ? "" : infoElement(info, schema),
  ].join("");
  return content === "" ? "" : `<error-info>${content}</error-info>`;
}

function infoElement({ module, name, members }: ErrorInfo, schema: SchemaTree): string {
  const content = members
    .map(([member, value]) =>
      typeof value === "object" ? pathElement(member, "", value.path, schema) : element(member, String(value)),
    )
    .join("");
  return `<${name} xmlns="${escapeAttribute(schema.module(module)?.namespace ?? "")}">${content}</${name}>`;
}

/** What VPP answered: the message that it refused, its return code and that code's name. */
function vppElement(vpp: { readonly messageName: string; readonly code: number; readonly codeName: string }): string {
  return [
    `<vpp xmlns="${SWEETCOMB_ERRORS}">`,
    element("message", vpp.messageName),
    element("code", String(vpp.code)),
    element("name", vpp.codeName),
    "</vpp>",
  ].join("");
}

function pathElement(name: string, attributes: string, instancePath: string, schema: SchemaTree): string {
  const xml = prefixedPath(instancePath, schema);
  if (xml === undefined) return "";
  const declarations = [...xml.namespaces]
    .map(([prefix, namespace]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`)
    .join("");
  return `<${name}${attributes}${declarations}>${escapeText(xml.path)}</${name}>`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeText(text)}</${name}>`;
}
