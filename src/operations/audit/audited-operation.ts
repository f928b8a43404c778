/** What the audit log calls an operation; reading and locking are none of its business. */

import { withoutPredicates } from "../../schema/without-predicates.js";
import type { Content, Operation } from "../operation.js";

export interface AuditedOperation {
  readonly operation: string;
  readonly target?: string;
  /** A comment that is part of the operation itself. */
  readonly comment?: string;
}

/** Rpcs that change no data. */
const unchanging: ReadonlySet<string> = new Set([
  "/ietf-nmda-compare:compare",
  "/ietf-netconf-partial-lock:partial-lock",
  "/ietf-netconf-partial-lock:partial-unlock",
  "/sweetcomb-vpp:compare",
  "/sweetcomb-vpp:dry-run",
  "/sweetcomb-audit:read-records",
]);

/** Undefined for an operation that changes nothing. */
export function auditedOperation(operation: Operation): AuditedOperation | undefined {
  switch (operation.kind) {
    case "edit":
      return operation.testOption === "test-only" ? undefined : { operation: operation.rpc, target: operation.target };
    case "copy-config":
    case "delete-config":
      return { operation: operation.kind, target: operation.target };
    case "content-at-url": {
      const audited = auditedOperation(operation.operation(nothing));
      return audited && { ...audited, comment: `from ${withoutPassword(operation.url)}` };
    }
    case "copy-to-url":
      return { operation: "copy-config", target: withoutPassword(operation.url) };
    case "delete-url":
      return { operation: "delete-config", target: withoutPassword(operation.url) };
    case "commit":
    case "cancel-commit":
      return { operation: operation.kind, target: "running" };
    case "discard-changes":
      return { operation: operation.kind, target: "candidate" };
    case "kill-session":
      return { operation: operation.kind, target: `session ${operation.sessionId}` };
    case "write-resource":
      return { operation: operation.method, target: resource(operation) };
    case "patch-resource":
      return { operation: "yang-patch", target: resource(operation), comment: operation.comment };
    case "invoke":
      return unchanging.has(withoutPredicates(operation.path)) ? undefined : { operation: operation.path };
    default:
      return undefined;
  }
}

/** Stands for content that is not here yet. */
const nothing: Content = { kind: "rpc-parameter", document: 0, parameter: "config" };

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}

function resource({ datastore, path }: { readonly datastore?: string | undefined; readonly path: string }): string {
  return path === "" ? (datastore ?? "running") : path;
}
