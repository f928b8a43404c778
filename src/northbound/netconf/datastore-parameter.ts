/** The parameters that name a datastore: <source>, <target> (RFC 6241) and <datastore> (RFC 8526). */

import { dynamicDatastore } from "../../operations/dynamic-datastore.js";
import type { RpcDocument } from "../../operations/management.js";
import { type Content, DATASTORES, type DatastoreName } from "../../operations/operation.js";
import { identityName, invalid, missing, parameter, parametersOf } from "./parameters.js";

const TRADITIONAL_DATASTORES = ["running", "candidate", "startup"] as const satisfies readonly DatastoreName[];

/**
 * Datastore in a <source> or <target>: an empty element of its name, or <datastore> as RFC 8526 adds it.
 * @throws ManagementError missing-element
 */
export function namedDatastore(rpc: RpcDocument, name: "source" | "target"): DatastoreName {
  const choices = parametersOf(rpc, name);
  const traditional = TRADITIONAL_DATASTORES.find((datastore) => choices[datastore] !== undefined);
  if (traditional !== undefined) return traditional;
  const identity = choices["ietf-netconf-nmda:datastore"];
  if (identity !== undefined) return datastoreOfIdentity(identity);
  throw missing(name);
}

/** A source that may also be configuration inside the request. */
export function datastoreOrConfig(rpc: RpcDocument, name: "source"): DatastoreName | Content {
  return configContent(rpc) ?? namedDatastore(rpc, name);
}

/** The mandatory <datastore> of get-data and edit-data. */
export function datastoreParameter(rpc: RpcDocument): DatastoreName {
  const identity = parameter(rpc, "datastore");
  if (identity === undefined) throw missing("datastore");
  return datastoreOfIdentity(identity);
}

/** The <config> that an edit carries. */
export function configParameter(rpc: RpcDocument): Content {
  const content = configContent(rpc);
  if (content !== undefined) return content;
  throw missing("config");
}

/** The <url> beside, or in place of, a datastore (RFC 6241 8.8.5); undefined when there is none. */
export function urlIn(rpc: RpcDocument, name: "source" | "target"): string | undefined {
  const { url } = parametersOf(rpc, name);
  return typeof url === "string" ? url : undefined;
}

/** Anydata is named by its path below the operation. */
function configContent(rpc: RpcDocument): Content | undefined {
  const name = rpc.contents.find((content) => content === "config" || content === "source/config");
  return name === undefined ? undefined : { kind: "rpc-parameter", document: rpc.document, parameter: name };
}

function datastoreOfIdentity(identity: unknown): DatastoreName {
  const dynamic = typeof identity === "string" ? dynamicDatastore(identity) : undefined;
  if (dynamic !== undefined) return dynamic;
  const name = identityName(identity, "datastore");
  const datastore = DATASTORES.find((candidate) => candidate === name);
  if (datastore === undefined) throw invalid("datastore", identity);
  return datastore;
}
