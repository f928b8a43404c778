// What can go wrong in libyang, as typed errors.

/** libyang's return codes (LY_ERR). */
export const returnCodes = {
  0: "success",
  1: "memory",
  2: "system",
  3: "invalid-argument",
  4: "exists",
  5: "not-found",
  6: "internal",
  7: "invalid",
  8: "denied",
  9: "incomplete",
  10: "recompile",
  11: "not",
  12: "other",
  128: "plugin",
} as const;

export type ReturnCode = (typeof returnCodes)[keyof typeof returnCodes];

/** What kind of rule was broken (LY_VECODE); "none" for errors that are not about data or schema. */
export const validationCodes = [
  "none",
  "syntax",
  "syntax-yang",
  "syntax-yin",
  "reference",
  "xpath",
  "semantics",
  "syntax-xml",
  "syntax-json",
  "data",
  "other",
] as const;

export type ValidationCode = (typeof validationCodes)[number];

/** One error or warning as libyang recorded it. */
export interface ErrorItem {
  readonly level: "error" | "warning";
  readonly code: ReturnCode;
  readonly validationCode: ValidationCode;
  readonly message: string;
  /** Instance path of the node concerned. For a bad key value the predicate of that key is missing. */
  readonly dataPath?: string;
  readonly schemaPath?: string;
  /** error-app-tag of the broken `must`, range, pattern ... or the one that RFC 7950 section 15 fixes. */
  readonly appTag?: string;
  /** Line of the input, counted from 1; 0 where it is not known: `must`, leafref, `when` and mandatory have none. */
  readonly line: number;
}

/** libyang refused; `items` holds everything that it recorded, in order, warnings included. */
export class LibyangError extends Error {
  override name = "LibyangError";

  constructor(
    readonly attempted: string,
    readonly code: ReturnCode,
    readonly items: readonly ErrorItem[],
  ) {
    super(`${attempted}: ${describe(code, items)}`);
  }
}

/** The memory limit of the instance was reached. What was under way has been given up; release trees and go on. */
export class LibyangMemoryError extends LibyangError {
  override name = "LibyangMemoryError";
}

/**
 * The module trapped or ran out of stack inside a call. Its memory is in no defined state: the instance refuses every
 * further call with this error, and a new one has to be loaded.
 */
export class LibyangTrapError extends Error {
  override name = "LibyangTrapError";
}

function describe(code: ReturnCode, items: readonly ErrorItem[]): string {
  const errors = items.filter((item) => item.level === "error");
  const first = errors[0];
  if (!first) return code;
  const place = first.dataPath ?? first.schemaPath;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return `${first.message}${place ? ` (${place})` : ""}${more}`;
}
