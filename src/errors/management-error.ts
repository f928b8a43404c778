/** The one error vocabulary of the server: RFC 6241 appendix A. Each northbound protocol has one table that turns it into its wire form. */

export type ErrorTag =
  | "in-use"
  | "invalid-value"
  | "too-big"
  | "missing-attribute"
  | "bad-attribute"
  | "unknown-attribute"
  | "missing-element"
  | "bad-element"
  | "unknown-element"
  | "unknown-namespace"
  | "access-denied"
  | "lock-denied"
  | "resource-denied"
  | "rollback-failed"
  | "data-exists"
  | "data-missing"
  | "operation-not-supported"
  | "operation-failed"
  | "partial-operation"
  | "malformed-message";

export type ErrorType = "transport" | "rpc" | "protocol" | "application";

/** Everything that RFC 6241 lets an rpc-error carry. `path` is an instance path as RFC 7951 6.11 writes it. */
export interface ErrorDetails {
  readonly type?: ErrorType;
  readonly path?: string | undefined;
  readonly appTag?: string | undefined;
  readonly message: string;
  readonly badElement?: string | undefined;
  readonly badAttribute?: string | undefined;
  readonly badNamespace?: string | undefined;
  /** Session that holds the lock (lock-denied); 0 when it is not a NETCONF session. */
  readonly sessionId?: number | undefined;
  /** Paths of the leafs that break a "unique" statement (RFC 7950 15.1). */
  readonly nonUnique?: readonly string[] | undefined;
  /** Name of the mandatory choice of which nothing is there (RFC 7950 15.6). */
  readonly missingChoice?: string | undefined;
  /** What VPP said, when it refused. */
  readonly vpp?: { readonly messageName: string; readonly code: number; readonly codeName: string } | undefined;
  /** Id of the edit of a YANG Patch that the error belongs to (RFC 8072 2.5). */
  readonly edit?: string | undefined;
  /** A container of a module that says more (yang-data in error-info). */
  readonly info?: ErrorInfo | undefined;
  readonly cause?: unknown;
}

export interface ErrorInfo {
  readonly module: string;
  readonly name: string;
  /** A value that is a path is an instance path. */
  readonly members: readonly (readonly [name: string, value: string | number | { readonly path: string }])[];
}

/** One error as a management protocol reports it. */
export class ManagementError extends Error {
  override readonly name = "ManagementError";
  readonly type: ErrorType;
  readonly details: ErrorDetails;

  constructor(
    readonly tag: ErrorTag,
    details: ErrorDetails,
  ) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.type = details.type ?? "application";
    this.details = details;
  }

  /** What was thrown, as an error of ours. A failure that nobody foresaw becomes operation-failed. */
  static from(thrown: unknown): ManagementError {
    if (thrown instanceof ManagementError) return thrown;
    if (thrown instanceof ManagementErrors) return thrown.errors[0];
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new ManagementError("operation-failed", { message, cause: thrown });
  }
}

/** Several errors of one request, such as all that validation found. Never empty. */
export class ManagementErrors extends Error {
  override readonly name = "ManagementErrors";

  constructor(readonly errors: readonly [ManagementError, ...ManagementError[]]) {
    super(errors.map((error) => error.message).join("; "));
  }
}

/** The errors in what was thrown, one or many. */
export function errorsOf(thrown: unknown): readonly [ManagementError, ...ManagementError[]] {
  return thrown instanceof ManagementErrors ? thrown.errors : [ManagementError.from(thrown)];
}
