/**
 * Confirmed commit (RFC 6241 8.4): running goes back to what it was unless somebody confirms in time. What waits is kept in the
 * store, so that a restart of the server neither confirms nor forgets: with "persist" the wait goes on, without it the session
 * is gone and running goes back at once.
 */

import { ManagementError } from "../errors/management-error.js";
import { commitCandidate } from "./commit.js";
import type { Author, Datastores, WritePermission } from "./datastores.js";
import { serverAuthor } from "./edit.js";
import { rollBackTo } from "./history.js";
import type { PendingConfirmation } from "./persistence/store.js";

const DEFAULT_TIMEOUT_S = 600;
/** Longest delay of a timer in Node; a longer wait is continued when it fires. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const RETRY_MS = 5000;

export interface CommitRequest {
  readonly author: Author;
  readonly permission?: WritePermission | undefined;
  readonly confirmed: boolean;
  readonly confirmTimeoutS?: number | undefined;
  readonly persist?: string | undefined;
  readonly persistId?: string | undefined;
}

/** A step of a confirmed commit, in the words of RFC 6470. */
export interface ConfirmationEvent {
  readonly kind: "start" | "extend" | "cancel" | "timeout" | "complete";
  readonly author: Author;
  /** Seconds to confirm in; of start and extend. */
  readonly timeoutS?: number | undefined;
}

export class ConfirmedCommit {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly datastores: Datastores,
    readonly tell: (event: ConfirmationEvent) => void = () => {},
  ) {}

  get pending(): PendingConfirmation | undefined {
    return this.datastores.store.record("confirmation") ?? undefined;
  }

  /** After a start: waits on, or goes back when the time is over or the session that could confirm is gone. */
  async resume(): Promise<void> {
    const { pending } = this;
    if (pending === undefined) return;
    if (pending.persist === null || pending.deadlineMs <= this.datastores.clock()) await this.#rollBack("restart");
    else this.#arm(pending.deadlineMs);
  }

  /** The <commit> operation in all its forms. Runs inside the write queue. */
  async commit(request: CommitRequest): Promise<void> {
    const { author, permission, confirmed, persistId } = request;
    const { pending, datastores } = this;
    this.#requireMayConfirm(pending, author, persistId);
    if (confirmed) {
      const confirmation = this.#confirmation(request, pending);
      await commitCandidate(datastores, permission, { author, comment: "confirmed commit", records: { confirmation } });
      this.#arm(confirmation.deadlineMs);
      const timeoutS = request.confirmTimeoutS ?? DEFAULT_TIMEOUT_S;
      this.tell({ kind: pending === undefined ? "start" : "extend", author, timeoutS });
      return;
    }
    const records = pending === undefined ? undefined : { confirmation: null };
    const comment = pending ? "confirming commit" : "commit";
    await commitCandidate(datastores, permission, { author, comment, records });
    this.#disarm();
    if (pending !== undefined) this.tell({ kind: "complete", author });
  }

  /** <cancel-commit>: running goes back at once. */
  async cancel(author: Author, persistId: string | undefined): Promise<void> {
    const { pending } = this;
    this.#requireMayConfirm(pending, author, persistId);
    if (pending === undefined) {
      throw new ManagementError("operation-failed", { type: "protocol", message: "No confirmed commit is waiting" });
    }
    await this.#rollBack("cancel-commit", author);
  }

  /**
   * Throws in-use where somebody else's confirmed commit waits: going back would take a write of running along that
   * was acknowledged (RFC 8040 1.4 has the same answer for RESTCONF). Runs inside the write queue.
   */
  requireWritable(sessionId: number): void {
    const { pending } = this;
    if (pending !== undefined && pending.sessionId !== sessionId) throw waiting(pending);
  }

  /** A session has ended: a confirmed commit of its own without persist goes back. */
  async sessionClosed(sessionId: number): Promise<void> {
    const { pending } = this;
    if (pending?.persist === null && pending.sessionId === sessionId) await this.#rollBack("end of session");
  }

  stop(): void {
    this.#disarm();
  }

  #confirmation(request: CommitRequest, pending: PendingConfirmation | undefined): PendingConfirmation {
    const timeoutS = request.confirmTimeoutS ?? DEFAULT_TIMEOUT_S;
    return {
      baseRevision: pending?.baseRevision ?? this.datastores.head.revision,
      persist: request.persist ?? null,
      deadlineMs: this.datastores.clock() + timeoutS * 1000,
      sessionId: request.author.sessionId,
      user: request.author.user,
    };
  }

  /** A wrong or missing persist-id changes nothing (RFC 6241 8.4.5.1: invalid-value). */
  #requireMayConfirm(pending: PendingConfirmation | undefined, author: Author, persistId: string | undefined): void {
    if (pending === undefined) {
      if (persistId === undefined) return;
      throw invalidPersistId(`No confirmed commit with the persist-id "${persistId}" is waiting`);
    }
    if (pending.persist !== null) {
      if (persistId === pending.persist) return;
      throw invalidPersistId(
        persistId === undefined
          ? "A confirmed commit with a persist-id is waiting; give its persist-id"
          : `The persist-id "${persistId}" is not that of the confirmed commit that is waiting`,
      );
    }
    if (persistId !== undefined) throw invalidPersistId("The confirmed commit that is waiting has no persist-id");
    if (pending.sessionId === author.sessionId) return;
    throw waiting(pending);
  }

  #arm(deadlineMs: number): void {
    this.#disarm();
    const remainingMs = Math.max(0, deadlineMs - this.datastores.clock());
    const overdue = () => (remainingMs > LONGEST_TIMER_MS ? this.#arm(deadlineMs) : void this.#expire());
    this.#timer = setTimeout(overdue, Math.min(remainingMs, LONGEST_TIMER_MS));
  }

  /** Goes back; what fails (VPP away, disk full) is tried again until it holds. */
  async #expire(): Promise<void> {
    const { clock, queue, log } = this.datastores;
    try {
      await queue.run(async () => {
        if (this.pending !== undefined && this.pending.deadlineMs <= clock()) await this.#rollBack("timeout");
      });
    } catch (failure) {
      log.error({ err: failure }, "an unconfirmed commit could not be taken back; trying again");
      this.#arm(clock() + RETRY_MS);
    }
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #rollBack(reason: string, author: Author = serverAuthor): Promise<void> {
    const { pending, datastores } = this;
    if (pending === undefined) return;
    await rollBackTo(datastores, pending.baseRevision, {
      author,
      comment: `rollback of an unconfirmed commit (${reason})`,
      records: { confirmation: null },
    });
    this.#disarm();
    // Nobody cancels by name when the session ends: what it left behind goes with it.
    const { sessionId, user } = pending;
    const by = author === serverAuthor ? { sessionId, user, transport: author.transport } : author;
    this.tell(reason === "timeout" ? { kind: "timeout", author } : { kind: "cancel", author: by });
  }
}

function waiting({ sessionId }: PendingConfirmation): ManagementError {
  const message = `A confirmed commit of session ${sessionId} is waiting to be confirmed`;
  return new ManagementError("in-use", { type: "protocol", message, sessionId });
}

function invalidPersistId(message: string): ManagementError {
  return new ManagementError("invalid-value", { type: "protocol", message, badElement: "persist-id" });
}
