/**
 * The session under which a request runs. Each request has one of its own: requests of one HTTP/2 connection run side by
 * side, while operations of one session have to come one after the other.
 */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { Management, RequestNotes, Session } from "../../operations/management.js";
import type { Answer, Operation } from "../../operations/operation.js";
import { traceParent } from "../../operations/trace-parent.js";
import { breakOff } from "./reply-stream.js";

/** Every reply closes in the end: an error made for each of them would take as long as to find an entry. */
const CONNECTION_CLOSED = new Error("the connection is closed");

/** As sweetcomb-audit has it. */
const MOST_COMMENT = 1024;

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
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort(CONNECTION_CLOSED));
  const session = management.openSession({
    user: request.user,
    groups: request.groups,
    transport: "restconf",
    source: request.ip,
    onKilled: () => breakOff(reply),
    gone: gone.signal,
  });
  session.counters.inRpcs++;
  const executing = management.execute(session, operation, notesOf(request));
  closeAfter(executing, session, request, reply);
  try {
    return await executing;
  } catch (error) {
    session.counters.outRpcErrors++;
    throw error;
  }
}

/** A comment has no place in RESTCONF's own fields. */
function notesOf({ headers }: FastifyRequest): RequestNotes {
  const comment = headers["sweetcomb-comment"];
  return {
    comment: typeof comment === "string" ? comment.slice(0, MOST_COMMENT) : undefined,
    traceParent: traceParent(headers.traceparent),
  };
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
