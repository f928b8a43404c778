/** The south bound: the datastore's port to VPP, and the provider of VPP's operational state. */

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
import { Commits } from "./commits.js";
import { DeviceChanges } from "./device-changes.js";
import { dryRun } from "./dry-run.js";
import { EventTeller } from "./event-teller.js";
import { readFailure } from "./failure.js";
import { Holding } from "./holding.js";
import type { Plan } from "./plan.js";
import { readState, topLevelOf } from "./readback.js";
import { createRegistry, type Registry } from "./registry.js";
import { Resynchroniser } from "./resynchroniser.js";
import { serialised } from "./serialised.js";
import type { SouthboundOptions } from "./southbound-options.js";
import type { AnyVppEvent } from "./vpp-event.js";

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
  readonly #holding: Holding;
  readonly #commits: Commits;
  readonly #devices: DeviceChanges;
  readonly #resynchroniser: Resynchroniser;

  constructor(options: SouthboundOptions, registry: Registry) {
    this.#options = options;
    this.#registry = registry;
    this.objectPaths = registry.objectPaths;
    this.topLevel = topLevelOf(registry);
    this.#teller = new EventTeller((notification) => options.publish?.(notification));
    this.#holding = new Holding(options, registry);
    this.#devices = new DeviceChanges(this.#holding, this.#inTurn);
    this.#resynchroniser = new Resynchroniser(this.#holding, this.#teller);
    this.#commits = new Commits(this.#holding, this.#inTurn, () => void this.#resynchroniser.askAgain());
    options.link.onConnected(() => options.onVppReturned());
    options.link.onEvent((event, fields) => this.#take(event, fields));
    options.link.onDisconnected(() => options.publish?.({ path: "/sweetcomb-vpp:vpp-disconnected", content: {} }));
  }

  /** An event may be the coming of a device that objects wait for, or the loss of one that others need. */
  #take(event: AnyVppEvent, fields: unknown): void {
    const table = this.#resynchroniser.knownObjects;
    this.#teller.take(event, fields, table);
    const loss = event.loss?.(fields);
    if (loss !== undefined || table === undefined || table.hasPending) this.#devices.note(loss);
  }

  apply(request: CommitRequest): Promise<AppliedChange> {
    return this.#inTurn(() => this.#commits.apply(request));
  }

  /** The plan of a commit, without carrying it out. Throws what `apply` would refuse before VPP hears of it. */
  plan(request: CommitRequest): Plan {
    return this.#commits.plan(request);
  }

  /** What a commit would send to VPP. Costs time in proportion to the whole configuration. */
  dryRun(request: CommitRequest): Promise<DryRun> {
    return this.#inTurn(() => dryRun(this.plan(request), this.#registry, this.#holding.table));
  }

  async resync(objects: AsyncIterable<readonly ObjectChange[]>): Promise<void> {
    try {
      await this.#inTurn(() => this.#resynchroniser.resync(objects));
    } catch (failure) {
      if (this.#holding.liveSession === undefined) void this.#resynchroniser.askAgain();
      throw failure;
    }
  }

  /**
   * How VPP differs from what was applied to it. Devices that have not appeared are not missing. Throws while VPP is away.
   * Costs a dump of all that VPP holds.
   */
  compare(): Promise<readonly Difference[]> {
    return this.#inTurn(() => this.#resynchroniser.compare());
  }

  /** Makes VPP equal to what was applied to it again. Returns what differed. Throws what VPP refuses, after trying all. */
  repair(): Promise<readonly Difference[]> {
    return this.#inTurn(() => this.#resynchroniser.repair());
  }

  async read(request: StateRequest): Promise<Readonly<Record<string, unknown>>> {
    const { liveSession, lacks, table } = this.#holding;
    if (liveSession === undefined) return {};
    try {
      return await readState(request, this.#registry, lacks.missing, liveSession, table, this.#options.schema);
    } catch (failure) {
      throw readFailure(failure);
    }
  }

  get status(): VppStatus {
    const { connected } = this.#options.link;
    const { lastResync } = this.#resynchroniser;
    const notApplied = [...this.#holding.refused.values(), ...this.#holding.failed.values()].map(
      ({ message, details: { path = "" } }) => ({ path, message }),
    );
    if (connected === undefined) {
      return { connected: false, process: undefined, unavailable: [], absentFeatures: [], lastResync, notApplied };
    }
    const { missing, absentFeatures } = this.#holding.lacks;
    return {
      connected: true,
      process: connected.process,
      unavailable: [...missing.keys()],
      absentFeatures: [...absentFeatures.keys()],
      lastResync,
      notApplied,
    };
  }
}
