/** What the server tells of itself (RFC 6470). */

import type { ConfirmationEvent } from "../../datastore/confirmed-commit.js";
import type { Author, Committed } from "../../datastore/datastores.js";
import { serverAuthor } from "../../datastore/edit.js";
import type { SchemaTree } from "../../schema/schema-tree.js";
import { journalDiff, type KeysOf } from "../audit/journal-diff.js";
import { capabilities } from "../capabilities.js";
import type { Session, SessionEnd } from "../management.js";
import { isNetconf, type Sessions } from "../sessions.js";
import { sourceHost } from "../source-host.js";
import type { EventLog } from "./event-log.js";

/** Changes that one notification names; the list is optional in RFC 6470, and a commit may change all. */
const MOST_EDITS = 1000;
const MOST_JOURNAL_BYTES = 256 * 1024;

const path = (name: string) => `/ietf-netconf-notifications:${name}`;

/** netconf-config-change of running. Cost follows the change, as far as it is named. */
export function tellCommit(events: EventLog, sessions: Sessions, keys: KeysOf, { author, forward }: Committed): void {
  events.publish(path("netconf-config-change"), {
    "changed-by": changedBy(author, sessions),
    datastore: "running",
    ...editsOf(forward, keys),
  });
}

/** All edits, or none where there are too many. What they put in place of what is not told. */
function editsOf(forward: Uint8Array, keys: KeysOf): { readonly edit?: readonly object[] } {
  if (forward.length > MOST_JOURNAL_BYTES) return {};
  const journal = { forward, inverse: new Uint8Array() };
  const { edits, leftOut } = journalDiff(journal, keys, MOST_EDITS, MOST_JOURNAL_BYTES);
  if (leftOut || edits.length === 0) return {};
  return { edit: edits.map(({ target, operation }) => ({ target, operation: editOperation[operation] })) };
}

/** The words of RFC 6241 7.2. An entry that moves is merged at another place. */
const editOperation = { create: "create", delete: "delete", replace: "replace", move: "merge" } as const;

/** netconf-config-change of startup, which an operation has written as a whole: no node is named. */
export function tellStartupChange(events: EventLog, sessions: Sessions, author: Author): void {
  events.publish(path("netconf-config-change"), { "changed-by": changedBy(author, sessions), datastore: "startup" });
}

/** netconf-capability-change, and yang-library-update of RFC 8525: VPP has come or gone, and with it what it can. */
export function tellSchemaChange(events: EventLog, before: SchemaTree, after: SchemaTree): void {
  if (before.contentId === after.contentId) return;
  events.publish(path("netconf-capability-change"), {
    "changed-by": { server: [null] },
    ...capabilityChanges(capabilities(before), capabilities(after)),
  });
  events.publish("/ietf-yang-library:yang-library-update", { "content-id": after.contentId });
}

/** A capability whose parameters alone differ is modified (RFC 6470 2.2). */
function capabilityChanges(before: readonly string[], after: readonly string[]) {
  const uri = (capability: string) => capability.replace(/\?.*$/s, "");
  const [earlier, later] = [new Set(before.map(uri)), new Set(after.map(uri))];
  const fresh = after.filter((capability) => !before.includes(capability));
  const lists = {
    "added-capability": fresh.filter((capability) => !earlier.has(uri(capability))),
    "deleted-capability": before.filter((capability) => !later.has(uri(capability))),
    "modified-capability": fresh.filter((capability) => earlier.has(uri(capability))),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

/** netconf-confirmed-commit. */
export function tellConfirmation(
  events: EventLog,
  sessions: Sessions,
  { kind, author, timeoutS }: ConfirmationEvent,
): void {
  events.publish(path("netconf-confirmed-commit"), {
    // Of a timeout nobody is told (RFC 6470 2.2).
    ...(kind !== "timeout" && changedBy(author, sessions)),
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

function sessionParameters({ user, id, source }: Session) {
  return { username: user, "session-id": id, ...sourceHost(source) };
}

function changedBy(author: Author, sessions: Sessions) {
  if (author.sessionId === serverAuthor.sessionId) return { server: [null] };
  const session = sessions.get(author.sessionId);
  return { username: author.user, "session-id": author.sessionId, ...sourceHost(session?.source ?? "") };
}
