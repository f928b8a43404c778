/** edit-config, copy-config, delete-config, validate (RFC 6241 7.2 to 7.4, 8.6.4) and edit-data (RFC 8526 3.1.2). */

import { ManagementError } from "../../errors/management-error.js";
import type { RpcDocument } from "../../operations/management.js";
import type { DefaultOperation, ErrorOption, Operation, TestOption } from "../../operations/operation.js";
import { configParameter, datastoreOrConfig, datastoreParameter, namedDatastore } from "./datastore-parameter.js";
import { parameter, wordParameter } from "./parameters.js";

const DEFAULT_OPERATIONS: readonly DefaultOperation[] = ["merge", "replace", "none"];
const TEST_OPTIONS: readonly TestOption[] = ["test-then-set", "set", "test-only"];
const ERROR_OPTIONS: readonly ErrorOption[] = ["stop-on-error", "continue-on-error", "rollback-on-error"];

export function decodeEditConfig(rpc: RpcDocument): Operation {
  return {
    kind: "edit",
    rpc: "edit-config",
    target: namedDatastore(rpc, "target"),
    content: configParameter(rpc),
    defaultOperation: wordParameter(rpc, "default-operation", DEFAULT_OPERATIONS) ?? "merge",
    testOption: wordParameter(rpc, "test-option", TEST_OPTIONS) ?? "test-then-set",
    errorOption: wordParameter(rpc, "error-option", ERROR_OPTIONS) ?? "stop-on-error",
  };
}

/** It has no test-option, and acts as edit-config does with rollback-on-error. */
export function decodeEditData(rpc: RpcDocument): Operation {
  return {
    kind: "edit",
    rpc: "edit-data",
    target: datastoreParameter(rpc),
    content: configParameter(rpc),
    defaultOperation: wordParameter(rpc, "default-operation", DEFAULT_OPERATIONS) ?? "merge",
    testOption: "set",
    errorOption: "rollback-on-error",
  };
}

export function decodeCopyConfig(rpc: RpcDocument): Operation {
  refuseWithDefaults(rpc);
  return { kind: "copy-config", source: datastoreOrConfig(rpc, "source"), target: namedDatastore(rpc, "target") };
}

export function decodeDeleteConfig(rpc: RpcDocument): Operation {
  return { kind: "delete-config", target: namedDatastore(rpc, "target") };
}

export function decodeValidate(rpc: RpcDocument): Operation {
  return { kind: "validate", source: datastoreOrConfig(rpc, "source") };
}

/** A copy is made as the server stores things, which is "explicit" (RFC 6243). The other modes would store something else. */
function refuseWithDefaults(rpc: RpcDocument): void {
  const name = "ietf-netconf-with-defaults:with-defaults";
  const mode = parameter(rpc, name);
  if (mode === undefined || mode === "explicit") return;
  throw new ManagementError("operation-not-supported", {
    type: "protocol",
    message: "copy-config keeps defaults as they are: with-defaults can only be explicit",
    badElement: "with-defaults",
  });
}
