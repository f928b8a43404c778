/** Brings the transaction ids of a message to the instances that they are of (draft-ietf-netconf-transaction-id 4.4.2). */

import type { Operation, TxidRequest } from "../../../operations/operation.js";
import type { KnownTxid } from "../../../operations/txid/known-tree.js";
import { formatPredicate } from "../../../schema/instance-path.js";
import type { SchemaNode, SchemaTree } from "../../../schema/schema-tree.js";
import type { ClientTxid, MarkedElement } from "./client-txids.js";

/** Elements around the data: <rpc>, the operation, its parameter. */
const OUTER = 3;
const PARAMETERS: readonly string[] = ["filter", "subtree-filter", "xpath-filter", "config"];

/** Ids of both kinds at once are not defined by the draft: those of the first kind count. */
export function withTxids(operation: Operation, txids: readonly ClientTxid[], schema: SchemaTree): Operation {
  const [first] = txids;
  if (first === undefined || !hasTxids(operation)) return operation;
  const { mechanism } = first;
  const known = txids.filter((txid) => txid.mechanism === mechanism).flatMap((txid) => knownTxid(txid, schema));
  const txid: TxidRequest | undefined = known.length === 0 ? undefined : { mechanism, known };
  return { ...operation, txid };
}

function hasTxids(operation: Operation): operation is Extract<Operation, { readonly txid?: TxidRequest | undefined }> {
  return operation.kind === "get-config" || operation.kind === "get-data" || operation.kind === "edit";
}

/** None for an element that no module has: the operation itself says what is wrong with it. */
function knownTxid({ element, value }: ClientTxid, schema: SchemaTree): readonly KnownTxid[] {
  const elements = around(element);
  const parameter = elements[OUTER - 1];
  if (elements.length < OUTER - 1) return [];
  if (parameter !== undefined && !PARAMETERS.includes(parameter.name)) return [];
  let path = "";
  let node: SchemaNode | undefined;
  for (const step of elements.slice(OUTER)) {
    const module = schema.moduleOfNamespace(step.namespace)?.name;
    const next = module === undefined ? undefined : schema.child(node, module, step.name);
    if (next === undefined) return [];
    path += `/${next.module === node?.module ? "" : `${next.module}:`}${next.name}${predicates(next, step, schema)}`;
    node = next;
  }
  return [{ path, value }];
}

/** Outermost first. */
function around(element: MarkedElement): readonly MarkedElement[] {
  const elements: MarkedElement[] = [];
  for (let at: MarkedElement | undefined = element; at !== undefined; at = at.parent) elements.unshift(at);
  return elements;
}

/** Without all of its keys an element of a filter is any entry of the list. */
function predicates({ kind, keys, children }: SchemaNode, element: MarkedElement, schema: SchemaTree): string {
  if (kind !== "list") return "";
  const written = keys.map((key) => {
    const text = element.texts.get(key);
    if (text === undefined) return undefined;
    const isIdentity = children.find(({ name }) => name === key)?.type === "identityref";
    return formatPredicate(key, isIdentity ? identity(text, element, schema) : text);
  });
  return written.includes(undefined) ? "" : written.join("");
}

/** "p:name" as "module:name". */
function identity(text: string, { namespaces }: MarkedElement, schema: SchemaTree): string {
  const colon = text.indexOf(":");
  const namespace = namespaces.get(text.slice(0, Math.max(colon, 0)));
  const module = namespace && schema.moduleOfNamespace(namespace)?.name;
  return module === undefined ? text : `${module}:${text.slice(colon + 1)}`;
}
