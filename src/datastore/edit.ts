/** Edits of the candidate (RFC 6241 7.2): applied, permitted, or taken back as a whole. */

import type { Author, Datastores, WritePermission } from "./datastores.js";
import type { EngineContent, EngineEdit } from "./engine/protocol.js";
import { rejectErrors } from "./engine-errors.js";

export interface CandidateEdit {
  readonly edit: EngineEdit;
  readonly permission?: WritePermission | undefined;
  /** test-only: nothing stays. */
  readonly testOnly?: boolean | undefined;
  /** Validate after the edit; invalid means not done. */
  readonly validate?: boolean | undefined;
}

/** Edits the candidate. Throws what is wrong with it; under rollback-on-error the candidate is then as it was. */
export async function editCandidate({ engine }: Datastores, request: CandidateEdit): Promise<void> {
  const { edit, permission, testOnly, validate } = request;
  const result = await engine.edit(edit, permission?.detail ?? "none");
  try {
    permission?.check(result.accesses, result.errors);
    if (validate && result.errors.length === 0) rejectErrors(await engine.validateCandidate());
  } catch (failure) {
    await engine.undoTo(result.mark);
    throw failure;
  }
  if (testOnly) await engine.undoTo(result.mark);
  rejectErrors(result.errors);
}

/** Takes the candidate back to running (RFC 6241 8.3.4.2). */
export async function discardChanges({ engine, candidateConditions }: Datastores): Promise<void> {
  candidateConditions.clear();
  await engine.discardCandidate();
}

/** Validates a document that came with the request. Throws all that is wrong. */
export async function validateDocument({ engine }: Datastores, document: EngineContent): Promise<void> {
  rejectErrors(await engine.validateContent(document));
}

/** Nobody: changes that the server makes on its own. */
export const serverAuthor: Author = { sessionId: 0, user: "sweetcomb", transport: "internal" };
