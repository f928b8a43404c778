// The errors of an edit, in the terms of RFC 6241 appendix A.

/** What happens to nodes of an edit that name no operation and have no parent that does. */
export type DefaultOperation = "merge" | "replace" | "none";

/** What happens after the first error; "rollback" takes back what the edit has done until then. */
export type ErrorOption = "stop" | "continue" | "rollback";

export interface EditError {
  /** error-tag */
  readonly tag: string;
  /** error-app-tag */
  readonly appTag?: string;
  /** Instance path: /module:container/list[key='v']/leaf */
  readonly path: string;
  readonly message: string;
  readonly badElement?: string;
  readonly badAttribute?: string;
  readonly badNamespace?: string;
}
