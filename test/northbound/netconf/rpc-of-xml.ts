/** Reads an <rpc> for the stand-in of Management: enough of what the engine does with libyang. */

import { Parser } from "xml2js";
import { ManagementError } from "../../../src/errors/management-error.js";
import type { FilterParameter, RpcAttribute, RpcDocument } from "../../../src/operations/management.js";

const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
const MODULE_OF_NAMESPACE: Readonly<Record<string, string>> = {
  [BASE]: "ietf-netconf",
  "urn:ietf:params:xml:ns:yang:ietf-netconf-nmda": "ietf-netconf-nmda",
  "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring": "ietf-netconf-monitoring",
  "urn:ietf:params:xml:ns:yang:ietf-netconf-with-defaults": "ietf-netconf-with-defaults",
  "urn:example:odd": "odd",
};
const NUMBERS = new Set(["confirm-timeout", "session-id", "max-depth"]);

interface Parsed {
  readonly _?: string;
  readonly $?: Readonly<Record<string, { name: string; prefix: string; local: string; uri: string; value: string }>>;
  readonly $ns: { readonly uri: string; readonly local: string };
  readonly $$?: readonly Parsed[];
}

export function rpcOfXml(document: number, xml: string): RpcDocument {
  const empty = { document, attributes: [], module: "", operation: "", input: {}, contents: [] };
  let rpc: Parsed;
  try {
    rpc = parse(xml);
  } catch (error) {
    return { ...empty, errors: [malformed(String(error))] };
  }
  const attributes = attributesOf(rpc);
  const [operation] = rpc.$$ ?? [];
  if (rpc.$ns.local !== "rpc" || operation === undefined)
    return { ...empty, attributes, errors: [malformed("no rpc")] };
  const module = MODULE_OF_NAMESPACE[operation.$ns.uri];
  if (module === undefined) return { ...empty, attributes, errors: [unknownOperation(operation)] };
  const parameters = (operation.$$ ?? []).filter(({ $ns }) => !["filter", "config"].includes($ns.local));
  return {
    document,
    attributes,
    module,
    operation: operation.$ns.local,
    input: Object.fromEntries(parameters.map((parameter) => entryOf(parameter, module))),
    contents: xml.includes("<config") ? ["config"] : [],
    filter: filterOf(rpc, operation, xml),
  };
}

function parse(xml: string): Parsed {
  const parser = new Parser({ xmlns: true, explicitRoot: false, explicitChildren: true, preserveChildrenOrder: true });
  let root: Parsed | undefined;
  parser.parseString(xml, (error: Error | null, parsed: Parsed) => {
    if (error) throw error;
    root = parsed;
  });
  if (root === undefined || root === null) throw new Error("no element");
  return root;
}

function attributesOf(rpc: Parsed): RpcAttribute[] {
  return Object.values(rpc.$ ?? {})
    .filter(({ name, prefix }) => name !== "xmlns" && prefix !== "xmlns")
    .map(({ local, prefix, uri, value }) => ({ name: local, prefix, namespace: uri, value }));
}

function entryOf(parameter: Parsed, operationModule: string): [string, unknown] {
  const module = MODULE_OF_NAMESPACE[parameter.$ns.uri];
  const name = parameter.$ns.local;
  return [module === operationModule ? name : `${module}:${name}`, valueIn(parameter, name)];
}

function valueIn(parameter: Parsed, name: string): unknown {
  const children = (parameter.$$ ?? []).filter(({ $ns }) => $ns.local !== "config");
  if (children.length > 0) return Object.fromEntries(children.map((child) => entryOf(child, "ietf-netconf")));
  if (parameter.$$ !== undefined) return {};
  const text = (parameter._ ?? "").trim();
  if (text === "") return [null];
  return NUMBERS.has(name) ? Number(text) : text;
}

function filterOf(rpc: Parsed, operation: Parsed, xml: string): FilterParameter | undefined {
  const filter = operation.$$?.find(({ $ns }) => $ns.local === "filter");
  if (filter === undefined) return undefined;
  const inScope = [rpc, operation, filter].flatMap((element) => Object.values(element.$ ?? {}));
  const namespaces = inScope
    .filter(({ name, prefix }) => name === "xmlns" || prefix === "xmlns")
    .map(({ name, local, value }) => [name === "xmlns" ? "" : local, value]);
  return {
    type: filter.$?.type?.value,
    select: filter.$?.select?.value,
    xml: xml.match(/<(\w+:)?filter\b([^>]*\/>|.*<\/(\w+:)?filter>)/s)?.[0] ?? "",
    namespaces: Object.fromEntries(namespaces),
  };
}

function malformed(message: string): ManagementError {
  return new ManagementError("malformed-message", { type: "rpc", message });
}

function unknownOperation(operation: Parsed): ManagementError {
  return new ManagementError("unknown-namespace", {
    message: "no such operation",
    badElement: operation.$ns.local,
    badNamespace: operation.$ns.uri,
  });
}
