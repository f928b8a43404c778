/**
 * The session under which a request runs. Each request has one of its own: requests of one HTTP/2 connection run side by
 * side, while operations of one session have to come one after the other.
 */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Management, Session } from "../../operations/management.js";
import type { Answer, Operation } from "../../operations/operation.js";
import { breakOff } from "./reply-stream.js";

/**
 * Executes the operation that a request stands for, under a session that is closed once the reply is out or the client has
 * gone. An operation that has begun is carried through either way: a write is never left half done.
 */
export async function executeFor(
  request: FastifyRequest,
  reply: FastifyReply,
  management: Management,
  operation: Operation,
): Promise<Answer> {
  const session = management.openSession({
    user: request.user,
    groups: request.groups,
    transport: "restconf",
    source: request.ip,
    onKilled: () => breakOff(reply),
  });
  session.counters.inRpcs++;
  const executing = management.execute(session, operation);
  closeAfter(executing, session, request, reply);
  try {
    return await executing;
  } catch (error) {
    session.counters.outRpcErrors++;
    throw error;
  }
}

function closeAfter(executing: Promise<Answer>, session: Session, request: FastifyRequest, reply: FastifyReply): void {
  const replied = new Promise<void>((resolve) => {
    if (reply.raw.destroyed) resolve();
    else reply.raw.once("close", resolve);
  });
  Promise.allSettled([executing, replied])
    .then(() => session.close())
    .catch((error: unknown) => request.log.error({ err: error, session: session.id }, "session did not close"));
}
