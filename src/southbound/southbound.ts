/** The south bound: the datastore's port to VPP, and the provider of VPP's operational state. */

import { isDeepStrictEqual } from "node:util";
import type { Message } from "vpp-binapi-ts";
import { apiModules } from "vpp-binapi-ts/api";
import type {
  AppliedChange,
  CommitRequest,
  Difference,
  DryRun,
  ObjectChange,
  Southbound,
  StateProvider,
  StateRequest,
  VppManagement,
  VppStatus,
} from "../datastore/southbound-port.js";
import { ManagementError, ManagementErrors } from "../errors/management-error.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import type { Sealer } from "../secrets/seal.js";
import { answersAgain } from "./answers-again.js";
import { applyPlan, type Done, type Failure, type Outcome, revertDone, type Target, toTakeBack } from "./apply.js";
import { refuseContention } from "./contention.js";
import { doubtfulEntries } from "./doubtful-entries.js";
import { differencesOf } from "./drift.js";
import { dryRun } from "./dry-run.js";
import { EventTeller } from "./event-teller.js";
import { isOutcomeUnknown, isVppGone, readFailure, vppIsAway } from "./failure.js";
import { absentFeatures, featureOf } from "./features.js";
import type { Journal } from "./journal.js";
import type { ConnectedVpp, VppLink } from "./link.js";
import { lostObjects } from "./lost-objects.js";
import { noteForLater } from "./note-for-later.js";
import type { EntryChange, ObjectEntry } from "./object-entry.js";
import { ObjectTable } from "./object-table.js";
import { entryChanges } from "./objects.js";
import { type Plan, planChanges } from "./plan.js";
import { readState, topLevelOf } from "./readback.js";
import { createRegistry, type MissingMessages, missingMessages, missingOfParts, type Registry } from "./registry.js";
import { comeToLight, compareWithVpp, intendedEntries, type Resync } from "./resync.js";
import { serialised } from "./serialised.js";
import type { AnyTranslator } from "./translator.js";
import type { AnyVppEvent, Notification } from "./vpp-event.js";
import { applyContext, type VppSession } from "./vpp-session.js";

/** Between attempts to resynchronise a VPP that is there. */
const RESYNC_PAUSE_MS = 1000;

export interface SouthboundOptions {
  readonly link: VppLink;
  readonly translators: readonly AnyTranslator[];
  readonly schema: SchemaTree;
  readonly journal: Journal;
  /** Opens the secrets of the configuration for the translators, and seals those that VPP tells. Default: they are not sealed. */
  readonly sealer?: Sealer | undefined;
  readonly log: SouthboundLog;
  /** Takes what VPP tells of itself. */
  readonly publish?: ((notification: Notification) => void) | undefined;
  /** What a commit meets while VPP is away: an error, or acceptance until VPP is back. Default: "refuse". */
  readonly whenVppIsAway?: "refuse" | "accept" | undefined;
  /** VPP is there and has to be made equal to the configuration: call `resync` with all of it. */
  readonly onVppReturned: () => void;
}

/** What is used of a pino logger. */
export interface SouthboundLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Joins translators, schema and the link to VPP. Throws when the translators do not fit the schema. Sends nothing yet. */
export function createSouthbound(options: SouthboundOptions): VppSouthbound {
  return new VppSouthbound(options, createRegistry(options.translators, options.schema, options.sealer));
}

export class VppSouthbound implements Southbound, StateProvider, VppManagement {
  readonly objectPaths: readonly string[];
  readonly topLevel: readonly string[];
  readonly #options: SouthboundOptions;
  readonly #registry: Registry;
  readonly #inTurn = serialised();
  readonly #teller: EventTeller;
  #table = new ObjectTable();
  /** While objects of a new VPP are looked for, and then made: what is known of them, undefined before anything is. */
  #learning: { table: ObjectTable | undefined } | undefined;
  /** The VPP that holds what `#table` says; undefined also when nobody knows what it holds. */
  #session: VppSession | undefined;
  /** Whether all that intended had at the last resync has come into `#table`. */
  #isWhole = false;
  #missing: MissingMessages = new Map();
  #absent: ReadonlyMap<string, readonly string[]> = new Map();
  #lastResync: VppStatus["lastResync"];

  constructor(options: SouthboundOptions, registry: Registry) {
    this.#options = options;
    this.#registry = registry;
    this.objectPaths = registry.objectPaths;
    this.topLevel = topLevelOf(registry);
    this.#teller = new EventTeller((notification) => options.publish?.(notification));
    options.link.onConnected(() => options.onVppReturned());
    options.link.onEvent((event, fields) => this.#take(event, fields));
    options.link.onDisconnected(() => options.publish?.({ path: "/sweetcomb-vpp:vpp-disconnected", content: {} }));
  }

  /** An event may be the coming of a device that objects wait for, or the loss of one that others need. */
  #take(event: AnyVppEvent, fields: unknown): void {
    const table = this.#learning === undefined ? this.#table : this.#learning.table;
    this.#teller.take(event, fields, table);
    if (event.isLoss?.(fields) === true) void this.#inTurn(() => this.#withdrawLost());
    if (table === undefined || table.hasPending) void this.#inTurn(() => this.#applyPending());
  }

  apply(request: CommitRequest): Promise<AppliedChange> {
    return this.#inTurn(() => this.#apply(request));
  }

  async resync(objects: AsyncIterable<readonly ObjectChange[]>): Promise<void> {
    try {
      await this.#inTurn(() => this.#resync(objects));
    } catch (failure) {
      if (this.#liveSession() === undefined) void this.#askAgain();
      throw failure;
    }
  }

  /** The plan of a commit, without carrying it out. Throws what `apply` would refuse before VPP hears of it. */
  plan({ changes }: CommitRequest): Plan {
    return this.#planCommit(entryChanges(this.#registry, this.#missing, changes));
  }

  /** What a commit would send to VPP. Costs time in proportion to the whole configuration. */
  dryRun(request: CommitRequest): Promise<DryRun> {
    return this.#inTurn(() => dryRun(this.plan(request), this.#registry, this.#table));
  }

  get status(): VppStatus {
    const { connected } = this.#options.link;
    return {
      connected: connected !== undefined,
      process: connected?.process,
      unavailable: connected === undefined ? [] : [...this.#missing.keys()],
      absentFeatures: connected === undefined ? [] : [...this.#absent.keys()],
      lastResync: this.#lastResync,
    };
  }

  /**
   * How VPP differs from what was applied to it. Devices that have not appeared are not missing. Throws while VPP is away.
   * Costs a dump of all that VPP holds.
   */
  compare(): Promise<readonly Difference[]> {
    return this.#inTurn(async () => {
      const { changes } = await this.#compareWithVpp(this.#table, this.#requireSession());
      const real = changes.filter(({ id }) => this.#table.get(id)?.pending !== true);
      return differencesOf(this.#registry, real);
    });
  }

  /** Makes VPP equal to what was applied to it again. Returns what differed. Throws what VPP refuses, after trying all. */
  repair(): Promise<readonly Difference[]> {
    return this.#inTurn(async () => {
      const session = this.#requireSession();
      const resync = await this.#compareWithVpp(this.#table, session);
      const failures = await this.#makeEqual(resync, session);
      const [first, ...others] = failures.map(({ error }) => error);
      if (first !== undefined) throw new ManagementErrors([first, ...others]);
      return differencesOf(this.#registry, resync.changes);
    });
  }

  async read(request: StateRequest): Promise<Readonly<Record<string, unknown>>> {
    const session = this.#liveSession();
    if (session === undefined) return {};
    try {
      return await readState(request, this.#registry, this.#missing, session, this.#table, this.#options.schema);
    } catch (failure) {
      throw readFailure(failure);
    }
  }

  async #apply({ changes, acceptWhileAway }: CommitRequest): Promise<AppliedChange> {
    const entries = entryChanges(this.#registry, this.#missing, changes);
    const plan = this.#planCommit(entries);
    if (plan.waves.length === 0) return { done() {}, revert: async () => {} };
    const session = this.#liveSession();
    if (session === undefined) return this.#applyLater(plan, entries, acceptWhileAway ?? false);

    const journaled = this.#toJournal(plan);
    await this.#options.journal.begin(session.identity, journaled);
    const target = this.#target(session, this.#table);
    const outcome = await applyPlan(plan, target);
    if (outcome.failures.length > 0) {
      await this.#takeBack(toTakeBack(outcome), outcome, target);
      await this.#settle(session, journaled);
      throw outcome.failures[0]!.error;
    }
    return {
      done: () => void this.#settle(session, journaled),
      revert: () => this.#inTurn(() => this.#revert(outcome.done, session, journaled)),
    };
  }

  /** VPP is away: the change is noted, and the resync at VPP's return brings it. */
  async #applyLater(plan: Plan, entries: readonly EntryChange[], accept: boolean): Promise<AppliedChange> {
    if (!accept && this.#options.whenVppIsAway !== "accept") throw vppIsAway();
    if (this.#session !== undefined) await this.#options.journal.begin(this.#session.identity, this.#toJournal(plan));
    const revert = noteForLater(entries, this.#table);
    return { done() {}, revert: async () => revert() };
  }

  async #resync(objects: AsyncIterable<readonly ObjectChange[]>): Promise<void> {
    const connected = this.#options.link.connected;
    const lackedBefore = this.#missing;
    this.#missing = connected === undefined ? new Map() : this.#reportMissing(connected);
    const isKnown = this.#holdsIntended && isDeepStrictEqual(lackedBefore, this.#missing);
    const { objects: intended, refused } = isKnown
      ? { objects: this.#table, refused: [] }
      : await intendedEntries(this.#registry, this.#missing, objects);
    if (connected === undefined) return this.#holdBack(intended);

    this.#isWhole = isKnown;
    const failures = await this.#learn(async () => {
      const session: VppSession = { ...connected, askedOnce: new Map() };
      const resync = await this.#compareWithVpp(intended, session);
      this.#learning = { table: resync.table };
      return this.#makeEqual(resync, session);
    });
    this.#isWhole = refused.length === 0 && failures.length === 0;
    const [first, ...others] = [...refused, ...failures.map(({ error }) => error)];
    if (first !== undefined) throw new ManagementErrors([first, ...others]);
  }

  /** Events that come meanwhile are told as soon as their objects are known. */
  async #learn<T>(resync: () => Promise<T>): Promise<T> {
    this.#learning = { table: undefined };
    this.#teller.begin();
    try {
      const result = await resync();
      this.#teller.end(this.#table);
      return result;
    } finally {
      this.#learning = undefined;
    }
  }

  #compareWithVpp(intended: ObjectTable, session: VppSession): Promise<Resync> {
    return compareWithVpp(intended, this.#registry, this.#missing, session, this.#options.journal);
  }

  /** Carries out what a comparison found. From then on its table says what VPP holds. Returns what VPP refused. */
  async #makeEqual({ table, changes }: Resync, session: VppSession): Promise<readonly Failure[]> {
    const plan = this.#plan(changes, table);
    await this.#options.journal.begin(session.identity, this.#toJournal(plan));
    const { failures } = await applyPlan(plan, this.#target(session, table), "loss of VPP");
    if (failures.length > 0) this.#isWhole = false;
    this.#table = table;
    this.#session = session;
    if (failures.length === 0) await this.#removeUncovered(plan, session);
    const operations = plan.waves.reduce((count, wave) => count + wave.length, 0);
    this.#lastResync = { timeMs: Date.now(), operations, failures: failures.length };
    this.#options.log.info(
      { objects: table.size, operations, failures: failures.length },
      "VPP has been resynchronised",
    );
    this.#options.publish?.({
      path: "/sweetcomb-vpp:vpp-resynchronised",
      content: { operations, failures: failures.length },
    });
    if (failures.length === 0) await this.#options.journal.settleAll(session.identity);
    return failures;
  }

  /** Removes what VPP showed only when the plan had taken something away. */
  async #removeUncovered(plan: Plan, session: VppSession): Promise<void> {
    await this.#applyUnasked(await comeToLight(plan, this.#table, this.#registry, this.#missing, session), session);
  }

  /** VPP is out of step and silent: a resync is asked for when it answers. When it is away, its return asks. */
  async #askAgain(): Promise<void> {
    const isBack = await answersAgain(this.#options.link, RESYNC_PAUSE_MS);
    if (isBack && this.#liveSession() === undefined) this.#options.onVppReturned();
  }

  /** VPP is away at the start: the configuration is known and waits. */
  #holdBack(intended: ObjectTable): void {
    this.#session = undefined;
    this.#table = new ObjectTable();
    for (const { entry } of intended.all()) this.#table.set(entry, undefined, true);
  }

  /** Tries again what waits for a device. */
  async #applyPending(): Promise<void> {
    const session = this.#liveSession();
    if (session === undefined || !this.#table.hasPending) return;
    const changes = Array.from(this.#table.pending(), ({ entry }) => ({
      id: entry.id,
      before: undefined,
      after: entry,
      inPlace: false,
    }));
    await this.#applyUnasked(changes, session);
  }

  /** Takes away what its device does not carry any more, which waits from then on. What waited for its end waits no longer. */
  async #withdrawLost(): Promise<void> {
    const session = this.#liveSession();
    if (session === undefined) return;
    try {
      await this.#applyUnasked(await lostObjects(this.#target(session, this.#table)), session);
      await this.#applyPending();
    } catch (failure) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      this.#options.log.error({ reason }, "VPP could not be asked what it has lost");
    }
  }

  /** Carries out what no commit asks for. */
  async #applyUnasked(changes: readonly EntryChange[], session: VppSession): Promise<void> {
    const plan = this.#plan(changes, this.#table);
    const { failures } = await applyPlan(plan, this.#target(session, this.#table), "loss of VPP");
    for (const { error } of failures) this.#options.log.error({ path: error.details.path }, error.message);
  }

  async #revert(done: Done, session: VppSession, journaled: readonly ObjectEntry[]): Promise<void> {
    if (this.#liveSession() !== session) {
      this.#session = undefined;
      throw vppIsAway();
    }
    const failures = await revertDone(done, this.#target(session, this.#table));
    if (failures.length > 0) this.#outOfStep(failures);
    await this.#settle(session, journaled);
  }

  /** Throws where VPP is gone (the resync at its return repairs it) or refuses to undo. */
  async #takeBack(done: Done, { failures }: Outcome, target: Target): Promise<void> {
    const gone = failures.find(({ cause }) => isVppGone(cause));
    if (gone !== undefined) {
      this.#session = undefined;
      throw gone.error;
    }
    const notTakenBack = await revertDone(done, target);
    if (notTakenBack.length > 0) this.#outOfStep(notTakenBack, failures[0]);
  }

  /** VPP holds something else than running, and undo could not help: a resync is asked for. */
  #outOfStep(failures: readonly Failure[], original?: Failure): never {
    this.#session = undefined;
    for (const { error } of failures) this.#options.log.error({ path: error.details.path }, error.message);
    // A resync of a silent VPP would only hold up the writers behind it.
    if (failures.some(({ cause }) => isOutcomeUnknown(cause))) void this.#askAgain();
    else this.#options.onVppReturned();
    const { message, details } = (original ?? failures[0]!).error;
    throw new ManagementError("rollback-failed", {
      ...details,
      message: `${message}; taking the change back failed too (${failures[0]!.error.message}), VPP is being resynchronised`,
    });
  }

  #planCommit(changes: readonly EntryChange[]): Plan {
    const plan = this.#plan(changes, this.#table);
    refuseContention(plan, this.#registry, this.#table);
    return plan;
  }

  #plan(changes: readonly EntryChange[], table: ObjectTable): Plan {
    return planChanges(changes, table, (entry) => this.#registry.byName(entry.translator).translator);
  }

  #target(session: VppSession, table: ObjectTable): Target {
    return { registry: this.#registry, table, context: applyContext(session, table) };
  }

  /** Whether the table has the same objects as intended: every change since the last resync went through it. */
  get #holdsIntended(): boolean {
    return this.#session !== undefined && this.#isWhole;
  }

  /** The session when its VPP is still connected. */
  #liveSession(): VppSession | undefined {
    const { connected } = this.#options.link;
    return connected !== undefined && connected.vpp === this.#session?.vpp ? this.#session : undefined;
  }

  #requireSession(): VppSession {
    const session = this.#liveSession();
    if (session === undefined) throw vppIsAway();
    return session;
  }

  #toJournal(plan: Plan): readonly ObjectEntry[] {
    return doubtfulEntries(plan, this.#registry);
  }

  async #settle(session: VppSession, journaled: readonly ObjectEntry[]): Promise<void> {
    try {
      await this.#options.journal.settle(session.identity, journaled);
    } catch (failure) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      this.#options.log.error({ reason }, "The south-bound journal could not be written");
    }
  }

  #reportMissing({ vpp }: ConnectedVpp): MissingMessages {
    const supports = (message: Message<unknown>) => vpp.supports(message);
    const missing = missingMessages(this.#registry, supports);
    this.#absent = absentFeatures(missing, missingOfParts(this.#registry, supports), featureOf(apiModules));
    for (const [feature, messages] of this.#absent) {
      this.#options.log.warn({ feature, messages }, "VPP lacks a feature, so objects that need it are refused");
    }
    return missing;
  }
}
