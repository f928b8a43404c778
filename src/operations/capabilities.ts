/** What a NETCONF hello advertises (RFC 6241 8.1, RFC 6243 4, RFC 7950 5.6.4, RFC 8526 2, drafts of the NETCONF working group). */

import type { SchemaTree } from "../schema/schema-tree.js";

const base = "urn:ietf:params:netconf:capability";

/** @param urlSchemes of :url (RFC 6241 8.8); none: it is not there */
export function capabilities(schema: SchemaTree, urlSchemes: readonly string[] = []): readonly string[] {
  const revision = schema.module("ietf-yang-library")?.revision ?? "2019-01-04";
  return [
    "urn:ietf:params:netconf:base:1.0",
    "urn:ietf:params:netconf:base:1.1",
    `${base}:writable-running:1.0`,
    `${base}:candidate:1.0`,
    `${base}:confirmed-commit:1.1`,
    `${base}:rollback-on-error:1.0`,
    `${base}:validate:1.1`,
    `${base}:startup:1.0`,
    `${base}:xpath:1.0`,
    ...(urlSchemes.length > 0 ? [`${base}:url:1.0?scheme=${urlSchemes.join(",")}`] : []),
    `${base}:notification:1.0`,
    `${base}:interleave:1.0`,
    `${base}:partial-lock:1.0`,
    `${base}:private-candidate:1.0`,
    `${base}:w3ctc:1.0`,
    `${base}:txid:1.0`,
    `${base}:txid:etag:1.0`,
    `${base}:with-defaults:1.0?basic-mode=explicit&also-supported=report-all,report-all-tagged,trim`,
    `${base}:with-operational-defaults:1.0`,
    // No :yang-library:1.0 beside it (RFC 7895): yangcli of yuma123 2.13 waits for ever after a hello that has it.
    `${base}:yang-library:1.1?revision=${revision}&content-id=${schema.contentId}`,
    ...schema.modules.filter(isAnnounced).map(moduleUri),
  ];
}

function isAnnounced({ implemented, namespace, generated }: SchemaTree["modules"][number]): boolean {
  return implemented && namespace !== "" && generated !== true;
}

/** The form that clients without YANG library look for (RFC 6020 5.6.4). */
function moduleUri({ namespace, name, revision, features, deviatedBy }: SchemaTree["modules"][number]): string {
  const parts = [`module=${name}`];
  if (revision) parts.push(`revision=${revision}`);
  if (features.length > 0) parts.push(`features=${features.join(",")}`);
  if (deviatedBy.length > 0) parts.push(`deviations=${deviatedBy.join(",")}`);
  return `${namespace}?${parts.join("&")}`;
}
