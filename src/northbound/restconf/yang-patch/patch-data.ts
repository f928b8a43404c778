/** PATCH with a YANG Patch (RFC 8072 2): one transaction, and a report on what became of its edits. */

import type { FastifyReply, FastifyRequest } from "fastify";
import { errorsOf, ManagementError, ManagementErrors } from "../../../errors/management-error.js";
import type { PatchEdit } from "../../../operations/operation.js";
import type { RestconfContext } from "../context.js";
import { entityHeaders, parsePreconditions } from "../preconditions.js";
import { noParameters, parseQuery } from "../query.js";
import { sendText } from "../reply-text.js";
import { requiredBody } from "../request-bodies.js";
import { executeFor } from "../request-session.js";
import { queryOf, segmentsOf } from "../request-url.js";
import { missingKeys } from "../resource-path.js";
import { preconditionFailed, RestconfError } from "../restconf-error.js";
import { statusOf } from "../status.js";
import { type DocumentEdit, readPatch, type YangPatch } from "./patch-document.js";
import { type PatchBase, patchEdit } from "./patch-edit.js";
import { encodeStatus } from "./patch-status.js";

export async function patchData(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  noParameters(parseQuery(queryOf(request)));
  const { resource, datastore } = request.target;
  if (!resource.single) throw missingKeys(resource);
  const { bytes, format } = requiredBody(request);
  const preconditions = parsePreconditions(request.headers);
  const patch = readPatch(bytes, format);
  const { schema } = context.management;
  const base: PatchBase = { encodedPath: encodedPathOf(request), datastore, format, schema };
  try {
    const answer = await executeFor(request, reply, context.management, {
      kind: "patch-resource",
      datastore,
      path: resource.path,
      edits: patch.edits.map((edit) => resolved(edit, base)),
      comment: commentOf(patch),
      preconditions,
    });
    if (answer.kind === "precondition-failed") throw preconditionFailed();
    if (answer.kind !== "written") throw new Error(`a patch was answered with "${answer.kind}"`);
    if (answer.entity !== undefined) reply.headers(entityHeaders(answer.entity, request.representation.format));
    return report(context, request, reply, patch, []);
  } catch (failure) {
    if (failure instanceof EditRefused) {
      reply.code(failure.status);
      return report(context, request, reply, patch, [failure.error]);
    }
    if (!(failure instanceof ManagementError || failure instanceof ManagementErrors)) throw failure;
    const errors = errorsOf(failure);
    reply.code(statusOfPatch(errors[0], patch, request.method));
    return report(context, request, reply, patch, errors);
  }
}

function report(
  { management }: RestconfContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { patchId }: YangPatch,
  errors: readonly ManagementError[],
) {
  const { format, mediaType } = request.representation;
  return sendText(reply, mediaType, encodeStatus(patchId, errors, format, management.schema));
}

/** RFC 8072 2.2 (erratum 5131): to delete or move what is not there is answered with 404. */
function statusOfPatch(error: ManagementError, { edits }: YangPatch, method: string): number {
  const edit = edits.find(({ editId }) => editId === error.details.edit);
  const needsTarget = edit?.operation === "delete" || edit?.operation === "move";
  return error.tag === "data-missing" && needsTarget ? 404 : statusOf(error, method);
}

/** An edit whose target or point cannot be understood. */
class EditRefused extends Error {
  constructor(
    readonly status: number,
    readonly error: ManagementError,
  ) {
    super(error.message);
  }
}

function resolved(edit: DocumentEdit, base: PatchBase): PatchEdit {
  try {
    return patchEdit(edit, base);
  } catch (failure) {
    if (!(failure instanceof RestconfError)) throw failure;
    const { tag, details } = failure.error;
    throw new EditRefused(failure.status, new ManagementError(tag, { ...details, edit: edit.editId }));
  }
}

/** What follows the datastore in the request's path; a slash at its end means nothing. */
function encodedPathOf(request: FastifyRequest): string {
  const segments = segmentsOf(request).slice(request.target.datastore === undefined ? 2 : 3);
  return segments
    .filter((segment) => segment !== "")
    .map((segment) => `/${segment}`)
    .join("");
}

/** RFC 8072 2.5: the comment belongs into the audit log. */
function commentOf({ patchId, comment }: YangPatch): string {
  return comment === undefined ? `patch ${patchId}` : `patch ${patchId}: ${comment}`;
}
