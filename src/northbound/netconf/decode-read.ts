/** get, get-config (RFC 6241 7.1, 7.7), get-data (RFC 8526 3.1.1) and get-schema (RFC 6022 3.1). */

import type { RpcDocument } from "../../operations/management.js";
import type { Operation, Selection } from "../../operations/operation.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { datastoreParameter, namedDatastore } from "./datastore-parameter.js";
import { withPage } from "./decode-page.js";
import { filterSelection } from "./filter-selection.js";
import {
  booleanParameter,
  emptyParameter,
  identityName,
  invalid,
  missing,
  numberParameter,
  parameter,
  textParameter,
  textsParameter,
  wordParameter,
} from "./parameters.js";
import { WITH_DEFAULTS } from "./with-defaults.js";

export function decodeGet(rpc: RpcDocument, schema: SchemaTree): Operation {
  return { kind: "get", format: "xml", ...selection(rpc, schema) };
}

export function decodeGetConfig(rpc: RpcDocument, schema: SchemaTree): Operation {
  return { kind: "get-config", source: namedDatastore(rpc, "source"), format: "xml", ...selection(rpc, schema) };
}

export function decodeGetData(rpc: RpcDocument, schema: SchemaTree): Operation {
  const selected = {
    select: dataSelect(rpc, schema),
    withDefaults: wordParameter(rpc, "with-defaults", WITH_DEFAULTS),
    depth: maxDepth(rpc),
  };
  return {
    kind: "get-data",
    datastore: datastoreParameter(rpc),
    format: "xml",
    ...withPage(rpc, selected, schema),
    config: booleanParameter(rpc, "config-filter"),
    origins: origins(rpc),
    withOrigin: emptyParameter(rpc, "with-origin"),
  };
}

export function decodeGetSchema(rpc: RpcDocument): Operation {
  const identifier = textParameter(rpc, "identifier");
  if (identifier === undefined) throw missing("identifier");
  const format = parameter(rpc, "format");
  return {
    kind: "get-schema",
    identifier,
    version: textParameter(rpc, "version"),
    format: format === undefined ? undefined : identityName(format, "format"),
  };
}

function selection(rpc: RpcDocument, schema: SchemaTree): Selection {
  const selected = {
    select: filterSelection(rpc.filter, schema),
    withDefaults: wordParameter(rpc, "ietf-netconf-with-defaults:with-defaults", WITH_DEFAULTS),
  };
  return withPage(rpc, selected, schema);
}

/** The leaf xpath-filter has module names already: they are the prefixes of its RFC 7951 form. */
function dataSelect(rpc: RpcDocument, schema: SchemaTree): readonly string[] | undefined {
  const xpath = textParameter(rpc, "xpath-filter");
  return xpath === undefined ? filterSelection(rpc.filter, schema) : [xpath];
}

function maxDepth(rpc: RpcDocument): number | undefined {
  if (parameter(rpc, "max-depth") === "unbounded") return undefined;
  const depth = numberParameter(rpc, "max-depth");
  if (depth !== undefined && depth < 1) throw invalid("max-depth", depth);
  return depth;
}

function origins(rpc: RpcDocument): { negated: boolean; identities: readonly string[] } | undefined {
  const wanted = textsParameter(rpc, "origin-filter");
  if (wanted.length > 0) return { negated: false, identities: wanted };
  const unwanted = textsParameter(rpc, "negated-origin-filter");
  if (unwanted.length > 0) return { negated: true, identities: unwanted };
  return undefined;
}
