/** Commits: planned, applied to VPP, and taken back where VPP refuses a part. */

import type { AppliedChange, CommitRequest } from "../datastore/southbound-port.js";
import { ManagementError } from "../errors/management-error.js";
import { applyPlan, type Done, type Failure, type Outcome, revertDone, type Target, toTakeBack } from "./apply.js";
import { refuseContention } from "./contention.js";
import { isOutcomeUnknown, isVppGone, vppIsAway } from "./failure.js";
import type { Holding } from "./holding.js";
import { noteForLater } from "./note-for-later.js";
import type { EntryChange, ObjectEntry } from "./object-entry.js";
import { entryChanges } from "./objects.js";
import type { Plan } from "./plan.js";
import { refuseWithoutRoom } from "./room.js";
import type { InTurn } from "./serialised.js";
import type { VppSession } from "./vpp-session.js";

export class Commits {
  readonly #holding: Holding;

  /**
   * @param inTurn takes the undoing of a change that was applied, as it takes commits
   * @param askAgain asks for a resync as soon as a silent VPP answers
   */
  constructor(
    holding: Holding,
    readonly inTurn: InTurn,
    readonly askAgain: () => void,
  ) {
    this.#holding = holding;
  }

  /** Throws what would be refused before VPP hears of it. */
  plan({ changes }: Pick<CommitRequest, "changes">): Plan {
    const { registry, lacks } = this.#holding;
    return this.#planEntries(entryChanges(registry, lacks.missing, changes));
  }

  /** Throws ManagementError when VPP is left as it was; rollback-failed when it is not, and is being resynchronised. */
  async apply({ changes, acceptWhileAway }: CommitRequest): Promise<AppliedChange> {
    const { registry, lacks } = this.#holding;
    const entries = entryChanges(registry, lacks.missing, changes);
    const plan = this.#planEntries(entries);
    if (plan.waves.length === 0) return { done: () => this.#tryRefusedAgain(), revert: async () => {} };
    const session = this.#holding.liveSession;
    if (session === undefined) return this.#applyLater(plan, entries, acceptWhileAway ?? false);
    await refuseWithoutRoom(plan, session.readStat, this.#holding);

    const journaled = await this.#holding.begin(plan, session);
    const target = this.#holding.target(session);
    const outcome = await applyPlan(plan, target);
    if (outcome.failures.length > 0) {
      await this.#takeBack(toTakeBack(outcome), outcome, target);
      await this.#holding.settle(session, journaled);
      throw outcome.failures[0]!.error;
    }
    for (const { id } of entries) this.#holding.failed.delete(id);
    return {
      done: () => {
        void this.#holding.settle(session, journaled);
        this.#tryRefusedAgain();
      },
      revert: () => this.inTurn(() => this.#revert(outcome.done, session, journaled)),
    };
  }

  /** What the last resync refused may go together with what there is now, or not be configured any more. */
  #tryRefusedAgain(): void {
    if (this.#holding.refused.size > 0) this.#holding.options.onVppReturned();
  }

  #planEntries(changes: readonly EntryChange[]): Plan {
    const { registry, table } = this.#holding;
    this.#refuseOnRefused(changes);
    const plan = this.#holding.plan(changes.map((change) => this.#fromWhatIsThere(change)));
    refuseContention(plan, registry, table);
    return plan;
  }

  /** What was configured before and is not in VPP can neither be changed in place nor, where nothing of it was ever sent, taken away. */
  #fromWhatIsThere(change: EntryChange): EntryChange {
    const { refused, table } = this.#holding;
    if (table.get(change.id) !== undefined) return change;
    return { ...change, before: refused.has(change.id) ? undefined : change.before, inPlace: false };
  }

  /** Throws where something would stand on what the last resync refused. */
  #refuseOnRefused(changes: readonly EntryChange[]): void {
    const { refused } = this.#holding;
    if (refused.size === 0) return;
    const changed = new Set(changes.map(({ id }) => id));
    for (const { after } of changes) {
      const reason = after?.dependsOn.map((id) => (changed.has(id) ? undefined : refused.get(id))).find(Boolean);
      if (after === undefined || reason === undefined) continue;
      const message = `This ${after.translator} needs ${reason.details.path}, which is not applied: ${reason.message}`;
      throw new ManagementError("operation-failed", { path: after.path, message });
    }
  }

  /** VPP is away: the change is noted, and the resync at VPP's return brings it. */
  async #applyLater(plan: Plan, entries: readonly EntryChange[], accept: boolean): Promise<AppliedChange> {
    const { session, table, options } = this.#holding;
    if (!accept && options.whenVppIsAway !== "accept") throw vppIsAway();
    if (session !== undefined) await this.#holding.begin(plan, session);
    const revert = noteForLater(entries, table);
    return { done() {}, revert: async () => revert() };
  }

  async #revert(done: Done, session: VppSession, journaled: readonly ObjectEntry[]): Promise<void> {
    if (this.#holding.liveSession !== session) {
      this.#holding.session = undefined;
      throw vppIsAway();
    }
    const failures = await revertDone(done, this.#holding.target(session));
    if (failures.length > 0) this.#outOfStep(failures);
    await this.#holding.settle(session, journaled);
  }

  /** Throws where VPP is gone (the resync at its return repairs it) or refuses to undo. */
  async #takeBack(done: Done, { failures }: Outcome, target: Target): Promise<void> {
    const gone = failures.find(({ cause }) => isVppGone(cause));
    if (gone !== undefined) {
      this.#holding.session = undefined;
      throw gone.error;
    }
    // It may still be there, and made again it would be there twice: VPP has to say what it holds.
    const perhapsThere = failures.find(
      ({ operation, cause }) => operation.kind === "delete" && isOutcomeUnknown(cause),
    );
    if (perhapsThere !== undefined) this.#outOfStep([perhapsThere]);
    const notTakenBack = await revertDone(done, target);
    if (notTakenBack.length > 0) this.#outOfStep(notTakenBack, failures[0]);
  }

  /** VPP holds something else than running, and undo could not help: a resync is asked for. */
  #outOfStep(failures: readonly Failure[], original?: Failure): never {
    const { options } = this.#holding;
    this.#holding.session = undefined;
    for (const { error } of failures) options.log.error({ path: error.details.path }, error.message);
    // A resync of a silent VPP would only hold up the writers behind it.
    const all = original === undefined ? failures : [...failures, original];
    if (all.some(({ cause }) => isOutcomeUnknown(cause))) this.askAgain();
    else options.onVppReturned();
    const [first] = failures;
    const { message, details } = (original ?? first!).error;
    const more = original === undefined ? "" : `; taking the change back failed too (${first!.error.message})`;
    throw new ManagementError("rollback-failed", {
      ...details,
      message: `${message}${more}; VPP is being resynchronised`,
    });
  }
}
