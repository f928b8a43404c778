// What libyang found wrong with a message, as RFC 6241 appendix A and RFC 7950 section 15 name it.
import type { YangContext } from "../context.js";
import type { ErrorItem, LibyangError } from "../errors.js";
import { tellingMessage } from "./telling-message.js";

export type DataErrorTag =
  | "too-big"
  | "malformed-message"
  | "missing-attribute"
  | "bad-attribute"
  | "unknown-attribute"
  | "missing-element"
  | "bad-element"
  | "unknown-element"
  | "unknown-namespace"
  | "invalid-value"
  | "data-missing"
  | "operation-not-supported"
  | "operation-failed"
  | "resource-denied";

/** One error of a message, as data. */
export interface DataError {
  readonly tag: DataErrorTag;
  readonly type: "rpc" | "protocol" | "application";
  readonly message: string;
  /** Instance path as RFC 7951 writes it; absent where the node concerned is not known. */
  readonly path?: string;
  readonly appTag?: string;
  readonly badElement?: string;
  readonly badAttribute?: string;
  readonly badNamespace?: string;
}

/** An XPath expression that cannot be evaluated. */
export class XPathError extends Error {
  override readonly name = "XPathError";

  constructor(
    readonly xpath: string,
    reason: string,
    /** It may be a good expression: its evaluation came to the limit of `limitXPath`. */
    readonly tookTooLong = false,
  ) {
    super(`${xpath}: ${reason}`);
  }
}

/** Runs a call of the C side that evaluates an expression. */
export function evaluated(context: YangContext, xpath: string, call: (text: number) => number): void {
  const { instance } = context;
  const status = instance.withString(xpath, call);
  if (status === 0) return;
  const failure = instance.failure(status, context.pointer, xpath);
  throw failure.code === "memory" ? failure : xpathError(xpath, failure);
}

/** The error of an expression that a call refused. */
export function xpathError(xpath: string, { items, code }: LibyangError): XPathError {
  const reason = items.find((item) => item.level === "error")?.message ?? code;
  return new XPathError(xpath, reason, code === "denied");
}

/** What is wrong with a message that a call refused. Never empty. */
export function errorsOfFailure(context: YangContext, failure: LibyangError): [DataError, ...DataError[]] {
  if (failure.code !== "memory") return dataErrors(context, failure.items);
  return [{ tag: "resource-denied", type: "application", message: "The server has no memory left for this request." }];
}

/** The errors among what libyang recorded, in order. Never empty. */
function dataErrors(context: YangContext, items: readonly ErrorItem[]): [DataError, ...DataError[]] {
  const errors = items.filter(isErrorOfItsOwn).map((item) => dataError(context, item));
  const [first, ...rest] = errors;
  return first
    ? [first, ...rest]
    : [{ tag: "operation-failed", type: "application", message: "libyang gave no reason" }];
}

/** libyang repeats that an attribute has a bad value in these words. */
function isErrorOfItsOwn(item: ErrorItem): boolean {
  return item.level === "error" && item.message !== "Storing value failed.";
}

function dataError(context: YangContext, item: ErrorItem): DataError {
  const path = item.dataPath ?? parameterOf(item);
  const place = path === undefined ? {} : { path };
  const appTag = item.appTag === undefined ? {} : { appTag: item.appTag };
  const message = tellingMessage(context, item);
  const error = { type: "application", message, ...place, ...appTag, ...classify(item) } as const;
  return error.badAttribute === undefined ? error : { ...elementOfAttribute(error), ...error };
}

/** A bad value directly in the input of an operation has a place in the schema only: "/m:x" for "/m:r/input/x". */
function parameterOf({ validationCode, schemaPath = "" }: ErrorItem): string | undefined {
  const [, operation = "", name] = validationCode === "data" ? (/^(.*)\/input\/([^/]+)$/.exec(schemaPath) ?? []) : [];
  if (name === undefined || name.includes(":")) return name && `/${name}`;
  const module = [...operation.matchAll(/\/([\w.-]+):/g)].at(-1)?.[1];
  return `/${module}:${name}`;
}

/** RFC 6241 appendix A: an error in an attribute names its element, too. */
function elementOfAttribute({ path }: Partial<DataError>): Partial<DataError> {
  const element = path === undefined ? undefined : lastName(path.replace(/\/@.*$/, ""));
  return element === undefined ? {} : { badElement: element };
}

/** "l" of "/m:c/l[k='1']". */
function lastName(path: string): string | undefined {
  return path.match(/\/(?:[^/:[\]]*:)?([^/:[\]]+)(?:\[.*\])?$/s)?.[1];
}

type Classified = Pick<DataError, "tag"> & Partial<DataError>;

/** libyang tells most errors apart by their text only; the first pattern that fits decides. */
const patterns: readonly [RegExp, (match: RegExpMatchArray, item: ErrorItem) => Classified][] = [
  [/^The maximum number of \w+(?: \w+)? has been exceeded/, () => ({ tag: "too-big", type: "rpc" })],
  [/^No module with namespace "([^"]*)" in the context/, unknownNamespace],
  [/^No default namespace in the context/, () => ({ tag: "unknown-namespace", type: "protocol", badNamespace: "" })],
  [/^No module named "([^"]*)" in the context/, unknownNamespace],
  [/^Node "([^"]*)" not found/, (match) => element("unknown-element", match)],
  [/^List instance is missing its key "([^"]*)"/, (match) => element("missing-element", match)],
  [/^Mandatory node "([^"]*)" instance does not exist/, (match) => element("missing-element", match)],
  [/^Mandatory choice "([^"]*)" data do not exist/, missingChoice],
  [/^Missing the operation node/, () => ({ tag: "missing-element", type: "protocol" })],
  [/^Missing mandatory prefix for XML metadata "([^"]*)"/, unknownAttribute],
  [/^Unknown \(or not implemented\) YANG module .* for metadata "([^"]*)"/, unknownAttribute],
  [/^Annotation definition for attribute "([^"]*)" not found/, unknownAttribute],
  [/^Invalid position of the key "([^"]*)"/, (match) => element("bad-element", match)],
  [/^Unexpected (?:child|sibling|action) element "([^"]*)"/, (match) => element("bad-element", match)],
  [/^Child element "([^"]*)" inside a terminal node/, (match) => element("bad-element", match)],
  [/inside an? (?:inner|anydata) node "([^"]*)" found/, (match) => element("bad-element", match)],
  [/^Unexpected sibling node/, () => ({ tag: "bad-element", type: "protocol" })],
  [/^Data for both cases "([^"]*)"/, (match) => element("bad-element", match)],
  [/^Duplicate instance of "([^"]*)"/, (match) => element("bad-element", match)],
  [/^Unexpected (?:data )?state node "([^"]*)"/, (match) => element("bad-element", match)],
  [/^When condition ".*" not satisfied/, (_match, item) => withoutWhen(item)],
  [/^Must condition ".*" not satisfied/, () => ({ tag: "operation-failed", type: "application" })],
];

function classify(item: ErrorItem): Classified {
  if (item.code === "memory") return { tag: "resource-denied", type: "application" };
  for (const [pattern, classified] of patterns) {
    const match = item.message.match(pattern);
    if (match) return classified(match, item);
  }
  return byCode(item);
}

function byCode(item: ErrorItem): Classified {
  const attribute = item.dataPath?.match(/\/@(?:[^/:]*:)?([^/:]+)$/);
  if (attribute) return { tag: "bad-attribute", type: "protocol", badAttribute: attribute[1] ?? "" };
  if (item.appTag === "instance-required") return { tag: "data-missing", type: "application" };
  if (item.appTag === "must-violation") return { tag: "operation-failed", type: "application" };
  switch (item.validationCode) {
    case "syntax-xml":
    case "syntax-json":
    case "syntax":
      return { tag: "malformed-message", type: "rpc" };
    case "reference":
      return { tag: "unknown-element", type: "application" };
    case "data":
    // An expression in a value, such as that of xpath-filter, which cannot be read.
    case "xpath":
      return { tag: "invalid-value", type: "application" };
    default:
      return { tag: "operation-failed", type: "application" };
  }
}

/** RFC 7950 8.3.1: there is no such element where its condition does not hold. */
function withoutWhen({ dataPath }: ErrorItem): Classified {
  const badElement = dataPath === undefined ? undefined : lastName(dataPath);
  return { tag: "unknown-element", type: "application", ...(badElement !== undefined && { badElement }) };
}

function unknownNamespace(match: RegExpMatchArray): Classified {
  return { tag: "unknown-namespace", type: "protocol", badNamespace: match[1] ?? "" };
}

function unknownAttribute(match: RegExpMatchArray): Classified {
  return { tag: "unknown-attribute", type: "protocol", badAttribute: (match[1] ?? "").replace(/^.*:/, "") };
}

/** A choice is no element: what misses is the parameter that holds it, such as <source>. Of one directly in the operation, the choice. */
function missingChoice(match: RegExpMatchArray, { dataPath = "" }: ErrorItem): Classified {
  const isParameter = dataPath.lastIndexOf("/") > 0;
  const badElement = (isParameter ? lastName(dataPath) : undefined) ?? match[1] ?? "";
  return { tag: "missing-element", type: "protocol", badElement };
}

function element(tag: DataErrorTag, match: RegExpMatchArray): Classified {
  return { tag, type: "protocol", badElement: match[1] ?? "" };
}
