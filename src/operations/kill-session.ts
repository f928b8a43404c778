/** kill-session (RFC 6241 7.9): the session's transport ends, and with it its locks. */

import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import type { Session } from "./management.js";
import type { Answer, Operation } from "./operation.js";

type KillSession = Extract<Operation, { kind: "kill-session" }>;

export async function killSession(
  context: OperationContext,
  session: Session,
  { sessionId }: KillSession,
): Promise<Answer> {
  const victim = context.sessions.get(sessionId);
  if (sessionId === session.id || victim === undefined) {
    throw new ManagementError("invalid-value", {
      type: "protocol",
      message: sessionId === session.id ? "A session cannot kill itself" : `There is no session ${sessionId}`,
      badElement: "session-id",
    });
  }
  // First what it holds, so that the caller may take the lock as soon as it has the answer.
  await victim.close({ reason: "killed", killedBy: session.id });
  victim.kill();
  return { kind: "ok" };
}
