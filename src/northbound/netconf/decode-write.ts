/** edit-config, copy-config, delete-config, validate (RFC 6241 7.2 to 7.4, 8.6.4) and edit-data (RFC 8526 3.1.2). */

import type { RpcDocument } from "../../operations/management.js";
import type {
  Content,
  DatastoreName,
  DefaultOperation,
  ErrorOption,
  Operation,
  TestOption,
} from "../../operations/operation.js";
import {
  configParameter,
  datastoreOrConfig,
  datastoreParameter,
  namedDatastore,
  urlIn,
} from "./datastore-parameter.js";
import { invalid, textParameter, wordParameter } from "./parameters.js";
import { wantedTxid } from "./txid/wanted-txid.js";
import { WITH_DEFAULTS } from "./with-defaults.js";

const DEFAULT_OPERATIONS: readonly DefaultOperation[] = ["merge", "replace", "none"];
const TEST_OPTIONS: readonly TestOption[] = ["test-then-set", "set", "test-only"];
const ERROR_OPTIONS: readonly ErrorOption[] = ["stop-on-error", "continue-on-error", "rollback-on-error"];

export function decodeEditConfig(rpc: RpcDocument): Operation {
  const url = textParameter(rpc, "url");
  const operation = (content: Content): Operation => ({
    kind: "edit",
    rpc: "edit-config",
    target: namedDatastore(rpc, "target"),
    content,
    defaultOperation: wordParameter(rpc, "default-operation", DEFAULT_OPERATIONS) ?? "merge",
    testOption: wordParameter(rpc, "test-option", TEST_OPTIONS) ?? "test-then-set",
    errorOption: wordParameter(rpc, "error-option", ERROR_OPTIONS) ?? "stop-on-error",
    withTxid: wantedTxid(rpc),
  });
  return url === undefined ? operation(configParameter(rpc)) : atUrl("edit-config", url, operation);
}

/** It has no test-option, and acts as edit-config does with rollback-on-error. */
export function decodeEditData(rpc: RpcDocument): Operation {
  const url = textParameter(rpc, "url");
  const operation = (content: Content): Operation => ({
    kind: "edit",
    rpc: "edit-data",
    target: datastoreParameter(rpc),
    content,
    defaultOperation: wordParameter(rpc, "default-operation", DEFAULT_OPERATIONS) ?? "merge",
    testOption: "set",
    errorOption: "rollback-on-error",
    withTxid: wantedTxid(rpc),
  });
  return url === undefined ? operation(configParameter(rpc)) : atUrl("edit-data", url, operation);
}

export function decodeCopyConfig(rpc: RpcDocument): Operation {
  // What a datastore gets is stored in the basic mode, whatever is asked for (RFC 6243 4.5.1).
  const withDefaults = wordParameter(rpc, "ietf-netconf-with-defaults:with-defaults", WITH_DEFAULTS);
  const [from, to] = [urlIn(rpc, "source"), urlIn(rpc, "target")];
  if (from !== undefined && from === to) throw invalid("target", to);
  const operation = (source: Content | DatastoreName): Operation =>
    to === undefined
      ? { kind: "copy-config", source, target: namedDatastore(rpc, "target") }
      : { kind: "copy-to-url", source, url: to, withDefaults };
  return from === undefined ? operation(datastoreOrConfig(rpc, "source")) : atUrl("copy-config", from, operation);
}

export function decodeDeleteConfig(rpc: RpcDocument): Operation {
  const url = urlIn(rpc, "target");
  if (url !== undefined) return { kind: "delete-url", url };
  return { kind: "delete-config", target: namedDatastore(rpc, "target") };
}

export function decodeValidate(rpc: RpcDocument): Operation {
  const url = urlIn(rpc, "source");
  if (url !== undefined) return atUrl("validate", url, (source) => ({ kind: "validate", source }));
  return { kind: "validate", source: datastoreOrConfig(rpc, "source") };
}

/** Parameters that are wrong are told before anything is fetched. */
function atUrl(
  rpc: "edit-config" | "edit-data" | "copy-config" | "validate",
  url: string,
  operation: (content: Content) => Operation,
): Operation {
  operation({ kind: "rpc-parameter", document: 0, parameter: "config" });
  return { kind: "content-at-url", rpc, url, operation };
}
