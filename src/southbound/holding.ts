/** What is known of the VPP that is there. Commits, resyncs and what nobody asks for work on it, one at a time. */

import type { ManagementError } from "../errors/management-error.js";
import type { Target } from "./apply.js";
import { doubtfulEntries } from "./doubtful-entries.js";
import { vppIsAway } from "./failure.js";
import { type Lacks, lacksNothing } from "./lacks.js";
import type { EntryChange, ObjectEntry } from "./object-entry.js";
import { ObjectTable } from "./object-table.js";
import { type Plan, planChanges } from "./plan.js";
import type { Registry } from "./registry.js";
import type { SouthboundOptions } from "./southbound-options.js";
import { applyContext, type VppSession } from "./vpp-session.js";

export class Holding {
  /** What VPP holds of the configuration, and what waits for a device or for VPP. */
  table = new ObjectTable();
  /** The VPP that holds what `table` says; undefined also when nobody knows what it holds. */
  session: VppSession | undefined;
  /** What the last resync left out of `table`, and why, by the ids of the objects: no VPP may have it beside the others, or this one cannot. */
  refused: ReadonlyMap<string, ManagementError> = new Map();
  /** What VPP refused in the last resync, and no commit has touched since. */
  failed = new Map<string, ManagementError>();
  /** Whether all that intended had at the last resync has come into `table`. */
  isWhole = false;
  lacks: Lacks = lacksNothing;

  constructor(
    readonly options: SouthboundOptions,
    readonly registry: Registry,
  ) {}

  /** Whether the table has the same objects as intended: every change since the last resync went through it. */
  get isIntended(): boolean {
    return this.session !== undefined && this.isWhole;
  }

  /** The session when its VPP is still connected. */
  get liveSession(): VppSession | undefined {
    const { connected } = this.options.link;
    return connected !== undefined && connected.vpp === this.session?.vpp ? this.session : undefined;
  }

  /** The same; throws while VPP is away. */
  requireSession(): VppSession {
    const session = this.liveSession;
    if (session === undefined) throw vppIsAway();
    return session;
  }

  plan(changes: readonly EntryChange[], table = this.table): Plan {
    return planChanges(changes, table, (entry) => this.registry.byName(entry.translator).translator);
  }

  target(session: VppSession, table = this.table): Target {
    return { registry: this.registry, table, context: applyContext(session, table) };
  }

  /** Notes in the journal what VPP may hold and not show, before it is sent. Returns it, to be settled afterwards. */
  async begin(plan: Plan, session: VppSession): Promise<readonly ObjectEntry[]> {
    const doubtful = doubtfulEntries(plan, this.registry);
    await this.options.journal.begin(session.identity, doubtful);
    return doubtful;
  }

  /** What became of it is known. Never throws: a journal that cannot be written is logged. */
  async settle(session: VppSession, journaled: readonly ObjectEntry[]): Promise<void> {
    try {
      await this.options.journal.settle(session.identity, journaled);
    } catch (failure) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      this.options.log.error({ reason }, "The south-bound journal could not be written");
    }
  }
}
