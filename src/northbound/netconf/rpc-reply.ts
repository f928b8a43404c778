/** Answers as NETCONF writes them: <rpc-reply> (RFC 6241 4.2, 4.4) in pieces, so that a long one is never held. */

import { ManagementError } from "../../errors/management-error.js";
import type { RpcAttribute } from "../../operations/management.js";
import type { Answer, AnswerTxid, Operation } from "../../operations/operation.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { escapeAttribute, escapeText } from "../xml-text.js";
import type { Framing } from "./framing.js";
import { NETCONF_BASE, NETCONF_MONITORING, NETCONF_NMDA, TXID } from "./namespaces.js";
import { encodeRpcError } from "./rpc-error.js";

/** @param attributes those of the <rpc>; all of them come back */
export async function* encodeReply(
  attributes: readonly RpcAttribute[],
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from(`<rpc-reply xmlns="${NETCONF_BASE}"${encodeAttributes(attributes)}>`);
  yield* body;
  yield Buffer.from("</rpc-reply>");
}

/** Content of a reply that says only that it was done. */
export async function* encodeOk(): AsyncGenerator<Uint8Array, void> {
  yield Buffer.from("<ok/>");
}

/** Content of a reply that reports errors. */
export async function* encodeErrors(
  errors: readonly ManagementError[],
  framing: Framing,
  schema: SchemaTree,
): AsyncGenerator<Uint8Array, void> {
  for (const error of errors) yield Buffer.from(encodeRpcError(error, framing, schema));
}

/** Content of the reply to an operation that has been carried out. */
export async function* encodeAnswer(kind: Operation["kind"], answer: Answer): AsyncGenerator<Uint8Array, void> {
  switch (answer.kind) {
    case "ok":
      yield Buffer.from(`<ok${encodeTxid(answer.txid)}/>`);
      return;
    case "written":
      yield* encodeOk();
      return;
    case "text":
      yield Buffer.from(`<data xmlns="${NETCONF_MONITORING}">${escapeText(answer.text)}</data>`);
      return;
    case "data":
      yield* encodeData(kind, answer);
      return;
    default:
      throw new ManagementError("operation-failed", { message: `NETCONF has no reply for "${answer.kind}"` });
  }
}

async function* encodeData(
  kind: Operation["kind"],
  { chunks, empty, txid }: Extract<Answer, { kind: "data" }>,
): AsyncGenerator<Uint8Array, void> {
  if (kind === "invoke") {
    yield* chunks;
    // RFC 7950 7.14.4: without output parameters the reply is <ok/>.
    if (empty) yield* encodeOk();
    return;
  }
  const namespace = kind === "get-data" ? ` xmlns="${NETCONF_NMDA}"` : "";
  yield Buffer.from(`<data${namespace}${encodeTxid(txid)}>`);
  yield* chunks;
  yield Buffer.from("</data>");
}

/** The id of a datastore, and the prefix for those inside. */
function encodeTxid(txid: AnswerTxid | undefined): string {
  if (txid === undefined) return "";
  const { attribute, value } = txid;
  return ` xmlns:txid="${TXID}"${value === undefined ? "" : ` txid:${attribute}="${value}"`}`;
}

/** Attributes with a prefix bring their namespace along; the default namespace is that of the reply itself. */
function encodeAttributes(attributes: readonly RpcAttribute[]): string {
  const declared = new Set(attributes.filter((attribute) => attribute.prefix === "xmlns").map(({ name }) => name));
  return attributes
    .filter((attribute) => attribute.prefix || attribute.name !== "xmlns")
    .map((attribute) => declarationFor(attribute, declared) + encodeAttribute(attribute))
    .join("");
}

function encodeAttribute({ prefix, name, value }: RpcAttribute): string {
  return ` ${prefix ? `${prefix}:` : ""}${name}="${escapeAttribute(value)}"`;
}

function declarationFor({ prefix, namespace }: RpcAttribute, declared: Set<string>): string {
  // The prefixes xml and xmlns are bound by XML itself.
  if (!prefix || prefix === "xml" || prefix === "xmlns" || namespace === undefined || declared.has(prefix)) return "";
  declared.add(prefix);
  return ` xmlns:${prefix}="${escapeAttribute(namespace)}"`;
}
