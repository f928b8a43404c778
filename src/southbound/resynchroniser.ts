/** Compares VPP with what is configured, and makes it equal: at the start, when VPP comes back, and when somebody asks. */

import { isDeepStrictEqual } from "node:util";
import type { Difference, ObjectChange, VppStatus } from "../datastore/southbound-port.js";
import { type ManagementError, ManagementErrors } from "../errors/management-error.js";
import { answersAgain } from "./answers-again.js";
import { applyPlan, type Failure } from "./apply.js";
import { differencesOf } from "./drift.js";
import type { EventTeller } from "./event-teller.js";
import type { Holding } from "./holding.js";
import { lacksNothing, lacksOf } from "./lacks.js";
import { ObjectTable } from "./object-table.js";
import { comeToLight, compareWithVpp, type Intended, intendedEntries, type Resync } from "./resync.js";
import { applyUnasked } from "./unasked-changes.js";
import type { VppSession } from "./vpp-session.js";

/** Between attempts to resynchronise a VPP that is there. */
const RESYNC_PAUSE_MS = 1000;

type Objects = AsyncIterable<readonly ObjectChange[]>;

export class Resynchroniser {
  readonly #holding: Holding;
  readonly #teller: EventTeller;
  /** While objects of a new VPP are looked for, and then made: what is known of them, undefined before anything is. */
  #learning: { table: ObjectTable | undefined } | undefined;
  #lastResync: VppStatus["lastResync"];

  /** @param teller tells events that come before their objects are known when they are */
  constructor(holding: Holding, teller: EventTeller) {
    this.#holding = holding;
    this.#teller = teller;
  }

  /** The objects with VPP's indexes; undefined while those that VPP has now are not known. */
  get knownObjects(): ObjectTable | undefined {
    return this.#learning === undefined ? this.#holding.table : this.#learning.table;
  }

  get lastResync(): VppStatus["lastResync"] {
    return this.#lastResync;
  }

  /** @param objects all of the configuration. Throws what VPP refuses, after trying all. */
  async resync(objects: Objects): Promise<void> {
    const holding = this.#holding;
    const { registry } = holding;
    const { link, log } = holding.options;
    const { connected } = link;
    const lackedBefore = holding.lacks;
    holding.lacks = connected === undefined ? lacksNothing : lacksOf(connected, registry, log);
    const isKnown = holding.isIntended && isDeepStrictEqual(lackedBefore.missing, holding.lacks.missing);
    const { objects: intended, refused } = isKnown ? known(holding) : await this.#intended(objects);
    if (connected === undefined) {
      holding.refused = refused;
      return this.#holdBack(intended);
    }

    holding.isWhole = isKnown;
    const failures = await this.#learn(async (learning) => {
      const session: VppSession = { ...connected, askedOnce: new Map() };
      const resync = await this.#compareWithVpp(intended, session);
      learning.table = resync.table;
      return this.#makeEqual(resync, session);
    });
    holding.isWhole = refused.size === 0 && failures.length === 0;
    holding.refused = refused;
    holding.failed = new Map(failures.map(({ operation, error }) => [operation.entry.id, error]));
    throwAll([...refused.values(), ...failures.map(({ error }) => error)]);
  }

  /** VPP is out of step and silent: a resync is asked for when it answers. When it is away, its return asks. */
  async askAgain(): Promise<void> {
    const { options } = this.#holding;
    const isBack = await answersAgain(options.link, RESYNC_PAUSE_MS);
    if (isBack && this.#holding.liveSession === undefined) options.onVppReturned();
  }

  /** How VPP differs from what was applied to it. Devices that have not appeared are not missing. */
  async compare(): Promise<readonly Difference[]> {
    const { registry, table } = this.#holding;
    const { changes } = await this.#compareWithVpp(table, this.#holding.requireSession());
    const real = changes.filter(({ id }) => table.get(id)?.pending !== true);
    return differencesOf(registry, real);
  }

  /** Makes VPP equal to what was applied to it again. Returns what differed. Throws what VPP refuses, after trying all. */
  async repair(): Promise<readonly Difference[]> {
    const session = this.#holding.requireSession();
    const resync = await this.#compareWithVpp(this.#holding.table, session);
    const failures = await this.#makeEqual(resync, session);
    throwAll(failures.map(({ error }) => error));
    return differencesOf(this.#holding.registry, resync.changes);
  }

  /** Events that come meanwhile are told when their objects are known, in the order in which they came. */
  async #learn<T>(resync: (learning: { table: ObjectTable | undefined }) => Promise<T>): Promise<T> {
    const learning = { table: undefined };
    this.#learning = learning;
    this.#teller.begin();
    try {
      const result = await resync(learning);
      this.#teller.end(this.#holding.table);
      return result;
    } finally {
      this.#teller.breakOff();
      this.#learning = undefined;
    }
  }

  #intended(objects: Objects): Promise<Intended> {
    return intendedEntries(this.#holding.registry, this.#holding.lacks.missing, objects);
  }

  #compareWithVpp(intended: ObjectTable, session: VppSession): Promise<Resync> {
    const { registry, lacks, options } = this.#holding;
    return compareWithVpp(intended, registry, lacks.missing, session, options.journal);
  }

  /** Carries out what a comparison found. From then on its table says what VPP holds. Returns what VPP refused. */
  async #makeEqual({ table, changes }: Resync, session: VppSession): Promise<readonly Failure[]> {
    const holding = this.#holding;
    const { registry, lacks, options } = holding;
    const plan = holding.plan(changes, table);
    await holding.begin(plan, session);
    const { failures } = await applyPlan(plan, holding.target(session, table), "loss of VPP");
    if (failures.length > 0) holding.isWhole = false;
    holding.table = table;
    holding.session = session;
    if (failures.length === 0) {
      // VPP shows some objects only when the plan has taken away what hid them.
      await applyUnasked(await comeToLight(plan, table, registry, lacks.missing, session), holding, session);
    }
    this.#tell({ operations: plan.waves.reduce((count, wave) => count + wave.length, 0), failures: failures.length });
    if (failures.length === 0) await options.journal.settleAll(session.identity);
    return failures;
  }

  #tell(counts: { readonly operations: number; readonly failures: number }): void {
    const { table, options } = this.#holding;
    this.#lastResync = { timeMs: Date.now(), ...counts };
    options.log.info({ objects: table.size, ...counts }, "VPP has been resynchronised");
    options.publish?.({ path: "/sweetcomb-vpp:vpp-resynchronised", content: counts });
  }

  /** VPP is away at the start: the configuration is known and waits. */
  #holdBack(intended: ObjectTable): void {
    this.#holding.session = undefined;
    this.#holding.table = new ObjectTable();
    for (const { entry } of intended.all()) this.#holding.table.set(entry, undefined, true);
  }
}

function known({ table }: Holding): Intended {
  return { objects: table, refused: new Map() };
}

function throwAll([first, ...others]: readonly ManagementError[]): void {
  if (first !== undefined) throw new ManagementErrors([first, ...others]);
}
