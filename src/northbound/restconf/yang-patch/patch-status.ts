/** The report on a patch, "yang-patch-status" (RFC 8072 2.3). */

import type { ManagementError } from "../../../errors/management-error.js";
import type { Format } from "../../../operations/operation.js";
import type { SchemaTree } from "../../../schema/schema-tree.js";
import { escapeText } from "../../xml-text.js";
import { jsonErrors, xmlErrors } from "../errors-document.js";
import { YANG_PATCH_NAMESPACE } from "./namespace.js";

/** Errors that name an edit are reported with it, the others for the patch as a whole. None: the patch was applied. */
export function encodeStatus(
  patchId: string,
  errors: readonly ManagementError[],
  format: Format,
  schema: SchemaTree,
): string {
  const global = errors.filter(({ details }) => details.edit === undefined);
  const byEdit = new Map<string, ManagementError[]>();
  for (const error of errors) {
    const { edit } = error.details;
    if (edit !== undefined) byEdit.set(edit, [...(byEdit.get(edit) ?? []), error]);
  }
  if (format === "xml") return xmlStatus(patchId, errors, global, byEdit, schema);
  const edit = [...byEdit].map(([id, found]) => ({ "edit-id": id, errors: jsonErrors(found) }));
  return JSON.stringify({
    "ietf-yang-patch:yang-patch-status": {
      "patch-id": patchId,
      ...(errors.length === 0 && { ok: [null] }),
      ...(global.length > 0 && { errors: jsonErrors(global) }),
      ...(edit.length > 0 && { "edit-status": { edit } }),
    },
  });
}

function xmlStatus(
  patchId: string,
  errors: readonly ManagementError[],
  global: readonly ManagementError[],
  byEdit: ReadonlyMap<string, readonly ManagementError[]>,
  schema: SchemaTree,
): string {
  const edits = [...byEdit].map(
    ([id, found]) => `<edit><edit-id>${escapeText(id)}</edit-id>${xmlErrors(found, schema)}</edit>`,
  );
  return [
    `<yang-patch-status xmlns="${YANG_PATCH_NAMESPACE}"><patch-id>${escapeText(patchId)}</patch-id>`,
    errors.length === 0 ? "<ok/>" : "",
    global.length === 0 ? "" : xmlErrors(global, schema),
    edits.length === 0 ? "" : `<edit-status>${edits.join("")}</edit-status>`,
    "</yang-patch-status>",
  ].join("");
}
