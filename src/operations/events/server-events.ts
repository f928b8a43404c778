/** What the server tells of itself (RFC 6470). */

import type { ConfirmationEvent } from "../../datastore/confirmed-commit.js";
import type { Author, Committed } from "../../datastore/datastores.js";
import { serverAuthor } from "../../datastore/edit.js";
import type { ObjectChange } from "../../datastore/southbound-port.js";
import type { Session } from "../management.js";
import type { SessionEnd, Sessions } from "../sessions.js";
import type { EventLog } from "./event-log.js";

/** Changes that one notification names; the list is optional in RFC 6470, and a commit may change all. */
const MOST_EDITS = 1000;

const path = (name: string) => `/ietf-netconf-notifications:${name}`;

/** netconf-config-change of running. */
export function tellCommit(events: EventLog, sessions: Sessions, { author, changes }: Committed): void {
  events.publish(path("netconf-config-change"), {
    "changed-by": changedBy(author, sessions),
    datastore: "running",
    ...(changes.length <= MOST_EDITS && { edit: changes.map(editOf) }),
  });
}

/** netconf-confirmed-commit. */
export function tellConfirmation(
  events: EventLog,
  sessions: Sessions,
  { kind, author, timeoutS }: ConfirmationEvent,
): void {
  events.publish(path("netconf-confirmed-commit"), {
    ...changedBy(author, sessions),
    "confirm-event": kind,
    ...(timeoutS !== undefined && { timeout: timeoutS }),
  });
}

/** netconf-session-start. Requests of RESTCONF have sessions, too, which nobody wants to hear of. */
export function tellSessionStart(events: EventLog, session: Session): void {
  if (isNetconf(session)) events.publish(path("netconf-session-start"), sessionParameters(session));
}

/** netconf-session-end. */
export function tellSessionEnd(events: EventLog, session: Session, { reason, killedBy }: SessionEnd): void {
  if (!isNetconf(session)) return;
  events.publish(path("netconf-session-end"), {
    ...sessionParameters(session),
    ...(killedBy !== undefined && { "killed-by": killedBy }),
    "termination-reason": reason,
  });
}

function isNetconf({ transport }: Session): boolean {
  return transport.startsWith("netconf-");
}

function sessionParameters({ user, id, source }: Session) {
  return { username: user, "session-id": id, ...sourceHost(source) };
}

function changedBy(author: Author, sessions: Sessions) {
  if (author.sessionId === serverAuthor.sessionId) return { server: [null] };
  const session = sessions.get(author.sessionId);
  return { username: author.user, "session-id": author.sessionId, ...sourceHost(session?.source ?? "") };
}

/** The type is an IP address; what is none, such as the name of a local socket, is left out. */
function sourceHost(source: string) {
  return /^[0-9a-fA-F:.]+$/.test(source) ? { "source-host": source } : {};
}

function editOf({ path: target, before, after }: ObjectChange) {
  return { target, operation: before === null ? "create" : after === null ? "delete" : "merge" };
}
