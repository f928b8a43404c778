// Decoding of whole NETCONF <rpc> documents. RFC 6241 section 4.1, RFC 7950 section 7.15.2 (actions).
import type { YangContext } from "../context.js";
import { type DataError, errorsOfFailure } from "./data-error.js";
import { adoptContents, disposeContents, type OperationContent, type PrintedContent } from "./operation-content.js";
import type { ReaderExports } from "./reader-exports.js";

/** An XML attribute as it was received. A namespace needs the declaration of its prefix where the attribute is repeated. */
export interface XmlAttribute {
  readonly name: string;
  readonly prefix?: string;
  readonly namespace?: string;
  readonly value: string;
}

/** An element of a filter; text that is white space only is left out. */
export interface XmlElement {
  readonly name: string;
  readonly namespace?: string;
  readonly attributes: readonly XmlAttribute[];
  readonly text?: string;
  readonly children: readonly XmlElement[];
}

/** A filter parameter as it was sent. */
export interface FilterElement extends XmlElement {
  /** The element itself, its tags included. */
  readonly xml: string;
  /** What prefixes mean inside it; "" is the default namespace. */
  readonly namespaces: Readonly<Record<string, string>>;
}

/** What every <rpc> tells about itself, even one with errors. */
interface RpcEnvelope {
  readonly messageId: string | undefined;
  /** All attributes of <rpc>, message-id among them: the reply repeats them. */
  readonly attributes: readonly XmlAttribute[];
}

export type RpcDocument = DecodedRpc | FailedRpc;

/** An operation with valid parameters. Release it with `using`. */
export interface DecodedRpc extends RpcEnvelope, Disposable {
  readonly ok: true;
  readonly module: string;
  readonly operation: string;
  /** "/ietf-netconf:edit-config", or the instance path of an action. */
  readonly path: string;
  /** Small parameters, as RFC 7951 writes them, with defaults; anydata and anyxml are left out. */
  readonly input: Readonly<Record<string, unknown>>;
  /** anydata and anyxml parameters by their path below the operation: "config", "source/config", "filter". */
  readonly contents: ReadonlyMap<string, OperationContent>;
  /** Parameters named "filter" or "...-filter", as they were sent. */
  readonly filters: ReadonlyMap<string, FilterElement>;
}

export interface FailedRpc extends RpcEnvelope {
  readonly ok: false;
  readonly errors: readonly [DataError, ...DataError[]];
  /** The document, for a caller that has given it away when it was copied; not if parsing has used it up. */
  readonly text?: Uint8Array;
}

interface PrintedRpc {
  readonly attributes?: readonly XmlAttribute[];
  readonly element?: string;
  readonly namespace?: string | null;
  readonly problem?: "not-rpc" | "no-operation" | "unknown-namespace" | "unknown-operation" | "unqualified-attribute";
  /** An attribute that stands in no namespace, and its element. */
  readonly attribute?: string;
  readonly place?: string;
  readonly module?: string;
  readonly operation?: string;
  readonly path?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly contents?: readonly PrintedContent[];
  readonly filters?: readonly FilterElement[];
  /** Where the document was used up: places and lengths of the parts that are left of it. */
  readonly remains?: readonly (readonly [place: number, length: number])[];
}

/**
 * Decodes a document. What is in "config" and the like is parsed but not validated: metadata such as nc:operation is
 * kept, and what the schema does not know stays as opaque nodes.
 * @param data root of the tree that leafrefs in the parameters refer to; without it they are not followed
 * @param copied called once libyang has a copy of its own: a large document need not be held twice, and that copy is used up
 *   while it is parsed
 */
export function decodeRpc(context: YangContext, bytes: Uint8Array, data = 0, copied?: () => void): RpcDocument {
  const { instance } = context;
  const reader = instance.exportsAs<ReaderExports>();
  let text = bytes;
  let printed: PrintedRpc = {};
  const status = instance.withBytes(bytes, (document, length) => {
    copied?.();
    const failure = reader.lyw_decode_rpc(context.pointer, document, copied ? length + 1 : 0, data);
    printed = parsePrinted(instance.outputText());
    if (failure !== 0 && copied) text = remainsOf(instance.bytes().subarray(document, document + length), printed);
    return failure;
  });
  const envelope = envelopeOf(printed);
  const contents = adoptContents(context, printed.contents ?? []);
  const errors = errorsOf(context, status, printed, envelope, text);
  if (errors) {
    disposeContents(contents);
    return { ok: false, ...envelope, errors, ...(copied && !printed.remains && { text }) };
  }
  return {
    ok: true,
    ...envelope,
    module: printed.module ?? "",
    operation: printed.operation ?? "",
    path: printed.path ?? "",
    input: printed.input ?? {},
    contents,
    filters: new Map((printed.filters ?? []).map((filter) => [filter.name, filter])),
    [Symbol.dispose]: () => disposeContents(contents),
  };
}

/** A document that breaks off in the middle of the envelope may have left half an object. */
function parsePrinted(text: string): PrintedRpc {
  try {
    return JSON.parse(text) as PrintedRpc;
  } catch {
    return {};
  }
}

/** A copy of what is left of the document, a space between two parts. */
function remainsOf(document: Uint8Array, { remains = [[0, document.length]] }: PrintedRpc): Uint8Array {
  const parts = remains.flatMap(([place, length]) => [Buffer.from(" "), document.subarray(place, place + length)]);
  return Buffer.concat(parts.slice(1));
}

function envelopeOf(printed: PrintedRpc): RpcEnvelope {
  const attributes = printed.attributes ?? [];
  const messageId = attributes.find(({ name, namespace }) => name === "message-id" && namespace === undefined);
  return { attributes, messageId: messageId?.value };
}

function errorsOf(
  context: YangContext,
  status: number,
  printed: PrintedRpc,
  envelope: RpcEnvelope,
  bytes: Uint8Array,
): readonly [DataError, ...DataError[]] | undefined {
  const failure = status === 0 ? undefined : context.instance.failure(status, context.pointer, "decoding an rpc");
  if (printed.problem === "not-rpc") return [notAnRpc()];
  if (failure?.code === "memory") return errorsOfFailure(context, failure);
  if (failure && printed.attributes === undefined) return [malformedUnlessBig(errorsOfFailure(context, failure)[0])];
  if (envelope.messageId === undefined) return [missingMessageId()];
  if (printed.problem) return [problemError(printed)];
  const unexpected = failure ? undefined : unexpectedAttribute(printed);
  if (unexpected) return [unexpected];
  return failure ? placedErrors(errorsOfFailure(context, failure), printed, bytes) : undefined;
}

/** Elements that libyang does not tell: that of an attribute, and the one in an unknown namespace. */
function placedErrors(
  errors: readonly [DataError, ...DataError[]],
  { element }: PrintedRpc,
  bytes: Uint8Array,
): readonly [DataError, ...DataError[]] {
  const placed = ([first, ...others]: readonly [DataError, ...DataError[]]) => [
    complete(first),
    ...others.map(complete),
  ];
  const complete = (error: DataError): DataError => {
    const { badElement, badAttribute, badNamespace } = error;
    if (badAttribute !== undefined) {
      const owner = elementWithAttribute(bytes, badAttribute, error.message) ?? badElement ?? element;
      return owner === undefined ? error : { ...error, badElement: owner };
    }
    if (badElement !== undefined) return error;
    const found = badNamespace && elementInNamespace(bytes, badNamespace);
    return found ? { ...error, badElement: found } : error;
  };
  return placed(errors) as [DataError, ...DataError[]];
}

/**
 * Name of the first element that has the attribute, with the value that the message quotes where it quotes one. What stands in a
 * parameter is not part of its tree yet when libyang looks at its attributes, and so not of their path.
 */
function elementWithAttribute(bytes: Uint8Array, attribute: string, message: string): string | undefined {
  const value = /^Invalid .*value "([^"&<]*)"/.exec(message)?.[1];
  const tags = new TextDecoder()
    .decode(bytes)
    .matchAll(/<(?:[^\s/>:"'=]+:)?([^\s/>:"'=]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/g);
  for (const [, name, attributes = ""] of tags) {
    for (const [, local, double, single] of attributes.matchAll(
      /(?:^|[\s:])([^\s:=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
    )) {
      if (local === attribute && (value === undefined || (double ?? single) === value)) return name;
    }
  }
  return undefined;
}

/** Name of the first element in a namespace that the text declares. */
function elementInNamespace(bytes: Uint8Array, namespace: string): string | undefined {
  const text = new TextDecoder().decode(bytes);
  const [declaration] =
    text
      .match(/xmlns(?::[^\s=]+)?\s*=\s*(?:"[^"]*"|'[^']*')/g)
      ?.filter((one) => one.slice(0, -1).endsWith(namespace)) ?? [];
  if (declaration === undefined) return undefined;
  const prefix = declaration.match(/^xmlns:([^\s=]+)/)?.[1];
  if (prefix !== undefined) return text.match(new RegExp(`<${prefix}:([^\\s/>]+)`))?.[1];
  const tag = text.slice(text.lastIndexOf("<", text.indexOf(declaration)));
  return tag.match(/^<(?:[^\s/>:]+:)?([^\s/>:]+)/)?.[1];
}

function malformedUnlessBig(error: DataError): DataError {
  return error.tag === "too-big" ? error : malformed(error.message);
}

function malformed(message: string): DataError {
  return { tag: "malformed-message", type: "rpc", message };
}

function notAnRpc(): DataError {
  return malformed("The document element is not <rpc> of the NETCONF base namespace.");
}

/** Operations stand in what a parameter holds and not at the parameter itself; only filters have attributes of their own. */
function unexpectedAttribute({ contents = [] }: PrintedRpc): DataError | undefined {
  for (const { name, metadata } of contents) {
    const badElement = name.slice(name.lastIndexOf("/") + 1);
    const [badAttribute] = badElement.endsWith("filter") ? [] : Object.keys(metadata);
    if (badAttribute === undefined) continue;
    const message = `The parameter <${badElement}> has no attribute ${badAttribute}.`;
    return { tag: "unknown-attribute", type: "protocol", message, badAttribute, badElement };
  }
  return undefined;
}

/** RFC 6241 appendix A, missing-attribute. */
function missingMessageId(): DataError {
  return {
    tag: "missing-attribute",
    type: "rpc",
    message: "The <rpc> element has no message-id attribute.",
    badAttribute: "message-id",
    badElement: "rpc",
  };
}

function problemError({ problem, element = "", namespace, attribute = "", place = "" }: PrintedRpc): DataError {
  if (problem === "unqualified-attribute") {
    const hint = attribute === "operation" ? ": it needs a prefix for the NETCONF namespace" : "";
    const message = `There is no attribute ${attribute} without a namespace, or in that of no module${hint}.`;
    return { tag: "unknown-attribute", type: "protocol", message, badAttribute: attribute, badElement: place };
  }
  if (problem === "unknown-namespace") {
    const message = `No loaded module has the namespace of the operation <${element}>.`;
    return { tag: "unknown-namespace", type: "protocol", message, badElement: element, badNamespace: namespace ?? "" };
  }
  if (problem === "unknown-operation") {
    const message = `There is no operation <${element}> in the namespace ${namespace}.`;
    return { tag: "operation-not-supported", type: "protocol", message, badElement: element };
  }
  // The schema of RFC 6241 appendix B calls it rpcOperation.
  const message = "The <rpc> element names no operation.";
  return { tag: "missing-element", type: "protocol", message, badElement: "rpcOperation" };
}
