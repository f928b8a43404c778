// The error-tags that RFC 7950 sections 8.3 and 15 give to broken constraints.
import { inOneLine } from "../one-line.js";

export interface ValidationError {
  /** error-tag */
  readonly tag: string;
  /** error-app-tag, that of the must statement where it has one */
  readonly appTag?: string;
  /** Instance path of the node, or of the parent of a missing one. */
  readonly path: string;
  readonly schemaPath?: string;
  readonly message: string;
  /** data-not-unique: the leafs that are the same. */
  readonly nonUnique?: readonly string[];
  /** missing-choice: the name of the choice. */
  readonly missingChoice?: string;
}

/** What libyang says about an error. */
export interface ReportedError {
  readonly message: string;
  readonly path: string;
  readonly schemaPath?: string;
  readonly appTag?: string;
}

const tagsByAppTag: Readonly<Record<string, string>> = {
  "data-not-unique": "operation-failed",
  "too-many-elements": "operation-failed",
  "too-few-elements": "operation-failed",
  "must-violation": "operation-failed",
  "instance-required": "data-missing",
  "missing-choice": "data-missing",
};

/** Errors to which libyang gives no app-tag, told by how their message begins. */
const tagsByMessage: readonly (readonly [beginning: string, tag: string, appTag?: string])[] = [
  ["Mandatory node ", "data-missing"],
  ["When condition ", "unknown-element"],
  ["Data for both cases ", "bad-element"],
  ["Duplicate instance ", "data-exists"],
  ["Unexpected data ", "unknown-element"],
  ["Invalid leafref value ", "data-missing", "instance-required"],
  ["Invalid instance-identifier ", "data-missing", "instance-required"],
];

/** Adds the error-tag. An app-tag that is not one of RFC 7950's comes from a must statement. */
export function toValidationError(item: ReportedError): ValidationError {
  const reported = { ...item, message: inOneLine(item.message) };
  if (reported.appTag !== undefined) {
    const error = { ...reported, tag: tagsByAppTag[reported.appTag] ?? "operation-failed" };
    return { ...error, ...detailsOf(reported) };
  }
  const [, tag, appTag] = tagsByMessage.find(([beginning]) => reported.message.startsWith(beginning)) ?? [];
  return { ...reported, tag: tag ?? "operation-failed", ...(appTag === undefined ? {} : { appTag }) };
}

/** Without what only follows: a must of a reference asks what its target is like, and is false where there is none. */
export function withoutConsequences(errors: readonly ValidationError[]): ValidationError[] {
  const nowhere = new Set(errors.filter(({ appTag }) => appTag === "instance-required").map(({ path }) => path));
  return errors.filter(({ appTag, path }) => appTag !== "must-violation" || !nowhere.has(path));
}

/** What RFC 7950 15 wants beside the tags. */
function detailsOf({ appTag, path, message }: ReportedError): Partial<ValidationError> {
  switch (appTag) {
    case "data-not-unique":
      return { nonUnique: nonUniqueLeafs(message) };
    case "too-many-elements":
    case "too-few-elements":
      // The list as a whole, and not one of its entries.
      return { path: path.replace(/(?:\[(?:[^\]"']|"[^"]*"|'[^']*')*\])+$/, "") };
    case "missing-choice":
      return { missingChoice: message.match(/^Mandatory choice "([^"]*)"/)?.[1] ?? "" };
    default:
      return {};
  }
}

/** `Unique data leaf(s) "a b/c" not satisfied in "/m:l[k='1']" and "/m:l[k='2']".`: those leafs of both entries. */
function nonUniqueLeafs(message: string): string[] {
  const [, leafs = "", ...entries] = message.match(/"([^"]*)" not satisfied in "(\/.*)" and "(\/.*)"\.$/s) ?? [];
  return entries.flatMap((entry) => leafs.split(" ").map((leaf) => `${entry}/${leaf}`));
}
