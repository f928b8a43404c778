import { randomBytes } from "node:crypto";
import type { VppClient, VppConnection } from "vpp-binapi-ts";
import { ShowVersion, SwInterfaceEvent } from "vpp-binapi-ts/api";
import { openStats, type StatsSegment } from "vpp-binapi-ts/stats";
import { isOutcomeUnknown } from "./failure.js";
import type { ConnectedVpp, VppLink } from "./link.js";
import { LinkChangeLog } from "./link-changes.js";
import { markProcess } from "./process-mark.js";
import { readCounters } from "./read-counters.js";
import type { SouthboundLog } from "./southbound-options.js";
import type { AnyVppEvent } from "./vpp-event.js";

/** The link to a VPP on its API socket, with what belongs to the VPP process of the moment. */
export class SocketLink implements VppLink {
  readonly #log: SouthboundLog;
  readonly #onConnected: (() => void)[] = [];
  readonly #onDisconnected: (() => void)[] = [];
  readonly #onEvent: ((event: AnyVppEvent, fields: unknown) => void)[] = [];
  readonly #events: readonly AnyVppEvent[];
  #connected: ConnectedVpp | undefined;
  #stats: StatsSegment | undefined;
  #isClosed = false;
  readonly #openCounters: (pid: number) => StatsSegment;

  /**
   * Follows a connection that has not been started yet.
   * @param events what VPP is asked to tell
   * @param openCounters opens the counters of a VPP process; default: through /proc
   */
  constructor(
    connection: VppConnection,
    log: SouthboundLog,
    events: readonly AnyVppEvent[],
    openCounters = (pid: number) => openStats({ pid }),
  ) {
    this.#log = log;
    this.#events = events;
    this.#openCounters = openCounters;
    connection.on("up", (client) => void this.#up(client, connection));
    connection.on("down", (reason) => {
      const wasConnected = this.#connected !== undefined;
      this.#connected = undefined;
      this.#releaseCounters();
      if (wasConnected) for (const listener of this.#onDisconnected) listener();
      if (!this.#isClosed) log.warn({ reason: reason.message }, "the connection to VPP has ended");
    });
  }

  get connected(): ConnectedVpp | undefined {
    return this.#connected;
  }

  onConnected(listener: () => void): void {
    this.#onConnected.push(listener);
  }

  onDisconnected(listener: () => void): void {
    this.#onDisconnected.push(listener);
  }

  onEvent(listener: (event: AnyVppEvent, fields: unknown) => void): void {
    this.#onEvent.push(listener);
  }

  /** Before the connection is closed on purpose. */
  close(): void {
    this.#isClosed = true;
    this.#releaseCounters();
  }

  /** They are opened again at the next need. */
  #releaseCounters(): void {
    this.#stats?.close();
    this.#stats = undefined;
  }

  async #up(client: VppClient, connection: VppConnection): Promise<void> {
    const linkChanges = new LinkChangeLog();
    client.on(SwInterfaceEvent, (event) => linkChanges.note(event, new Date()));
    const answers = await this.#firstAnswers(client, connection);
    if (answers === undefined) return;
    await this.#listen(client);
    if (connection.client !== client) return;
    const { pid } = client.identity;
    const { version, ...mark } = answers;
    this.#connected = {
      vpp: client,
      process: { pid, version, sinceMs: Date.now() },
      ...mark,
      linkChanges,
      counters: () => this.#fromStats(pid, readCounters),
      readStats: (fits) => this.#fromStats(pid, (stats) => stats.read(fits)),
      readStat: (name) => this.#fromStats(pid, (stats) => stats.readOne(name)),
    };
    this.#log.info({ pid, identity: mark.identity }, "connected to VPP");
    for (const listener of this.#onConnected) listener();
  }

  /** What has to be known of a VPP before anything else, asked again while it is silent; undefined when it is gone or refuses. */
  async #firstAnswers(client: VppClient, connection: VppConnection) {
    while (connection.client === client) {
      try {
        const mark = await markProcess(client, () => randomBytes(8).toString("hex"));
        const { version } = await client.call(ShowVersion);
        return { ...mark, version };
      } catch (failure) {
        this.#log.error({ reason: String(failure) }, "VPP is there but cannot be used");
        if (!isOutcomeUnknown(failure)) return undefined;
      }
    }
    return undefined;
  }

  /** Asks for all events that this VPP has. Without those of interfaces, hardware that appears later is found at the next connect only. */
  async #listen(client: VppClient): Promise<void> {
    const known = this.#events.filter(
      ({ want, event }) => (want === undefined || client.supports(want)) && client.supports(event),
    );
    await Promise.all(
      known.map(async (definition) => {
        const { want, wantFields, event } = definition;
        client.on(event, (fields) => {
          for (const listener of this.#onEvent) listener(definition, fields);
        });
        if (want === undefined) return;
        try {
          await client.call(want, { ...wantFields, pid: process.pid });
        } catch (failure) {
          this.#log.warn({ event: event.name, reason: String(failure) }, "VPP does not send an event");
        }
      }),
    );
  }

  async #fromStats<T>(pid: number, read: (stats: StatsSegment) => Promise<T>): Promise<T | undefined> {
    try {
      this.#stats ??= this.#openCounters(pid);
      return await read(this.#stats);
    } catch {
      this.#releaseCounters();
      return undefined;
    }
  }
}
