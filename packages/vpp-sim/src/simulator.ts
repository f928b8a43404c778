import { createServer, type Server, type Socket } from "node:net";
import { type CursorMessage, type DumpMessage, type Message, VppDecodeError } from "vpp-binapi-ts";
import { showAll } from "./cli/show.js";
import { type FaultAction, FaultPlan, type FaultRule } from "./faults.js";
import type { Fields } from "./fields.js";
import { VppDies } from "./handler.js";
import { Journal, type JournalEntry } from "./journal.js";
import { Connection } from "./server/connection.js";
import { describeRequest, type Learned, type Request, VppProcess } from "./server/process.js";
import { removeStaleSocket } from "./server/socket-file.js";
import { snapshot, type VppSnapshot } from "./snapshot.js";
import type { VppOptions } from "./state/vpp.js";
import type { Traffic } from "./stats/counters.js";
import { StatsFile } from "./stats/file.js";
import type { StatsEntry } from "./stats/segment.js";

export interface SimulatorOptions extends VppOptions {
  /** Where to listen. Removed at the end; the socket of a killed simulator gives way. */
  readonly socketPath: string;
  /** vpe_pid of the first run; each restart takes the next number. Default 4000. */
  readonly firstPid?: number;
  /** Faults in force from the start. Default none. */
  readonly faults?: readonly FaultRule[];
  /** How many requests the journal keeps. Default 100,000; 0 keeps none. */
  readonly journalLimit?: number;
}

/** A running simulator. */
export interface Simulator {
  readonly socketPath: string;
  /** The file with the counters: `<socketPath>.stats`. */
  readonly statsPath: string;
  readonly pid: number;
  /** A copy of the present state, as plain data with addresses as text. */
  readonly state: VppSnapshot;
  /** All that the `show` commands print. */
  show(): string;
  readonly faults: FaultPlan;
  /** The requests received, oldest first, through all restarts. */
  readonly journal: readonly JournalEntry[];
  clearJournal(): void;
  /** Stops answering, as SIGSTOP would, until `resume()`. */
  stall(): void;
  resume(): void;
  /** Adds to the counters of an interface. */
  addTraffic(swIfIndex: number, traffic: Traffic): void;
  /** Shows an entry of the stats segment that only packets make, until this VPP is another process. */
  count(entry: StatsEntry): void;
  /** Sends an event to every client, whoever asked for what: for what no packet makes happen here. */
  tell<T>(event: Message<T>, fields: Fields<T>): void;
  /** Lets a dump tell of what only packets teach VPP, such as sessions and neighbours, until this VPP is another process. */
  learn<Request, Details>(
    dump: DumpMessage<Request, Details> | CursorMessage<Request, Details>,
    learned: Learned<Request, Details>,
  ): void;
  /** A new process: other pid, empty state, all connections dropped. */
  restart(): Promise<void>;
  /** The process is gone: connections are dropped and new ones refused, until `restart()`. */
  die(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a VPP that is none. Rejects when the socket cannot be listened on. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const simulator = new RunningSimulator(options);
  await simulator.start();
  return simulator;
}

const SUPERVISOR_WAITS_MS = 100;

class RunningSimulator implements Simulator {
  readonly socketPath: string;
  readonly statsPath: string;
  readonly faults: FaultPlan;
  readonly #options: SimulatorOptions;
  readonly #journal: Journal;
  readonly #stats: StatsFile;
  readonly #connections = new Map<Connection, Socket>();
  #process: VppProcess;
  #server: Server | undefined;
  /** What came while nothing is handled; undefined while all is. */
  #waiting: (() => void)[] | undefined;
  readonly #unflushed = new Set<Connection>();
  #isClosed = false;
  /** Set while this VPP has something to do by itself. */
  #untilDue: NodeJS.Timeout | undefined;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.socketPath = options.socketPath;
    this.statsPath = `${options.socketPath}.stats`;
    this.faults = new FaultPlan(options.faults);
    this.#journal = new Journal(options.journalLimit ?? 100_000);
    this.#process = new VppProcess(options.firstPid ?? 4000, options);
    this.#stats = new StatsFile(this.statsPath);
  }

  async start(): Promise<void> {
    await removeStaleSocket(this.socketPath);
    await this.#listen();
    this.#stats.update(this.#process.vpp);
  }

  get pid(): number {
    return this.#process.vpp.pid;
  }

  get state(): VppSnapshot {
    return snapshot(this.#process.vpp);
  }

  show(): string {
    return showAll(this.#process.vpp);
  }

  get journal(): readonly JournalEntry[] {
    return this.#journal.entries;
  }

  clearJournal(): void {
    this.#journal.clear();
  }

  stall(): void {
    this.#waiting ??= [];
  }

  resume(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    // One of them may stall again: the rest waits on.
    for (const handle of waiting) this.#whenRunning(handle);
    this.#flush();
  }

  addTraffic(swIfIndex: number, traffic: Traffic): void {
    this.#stats.add(swIfIndex, traffic);
    this.#stats.update(this.#process.vpp);
  }

  count(entry: StatsEntry): void {
    this.#stats.set(entry);
    this.#stats.update(this.#process.vpp);
  }

  tell<T>(event: Message<T>, fields: Fields<T>): void {
    for (const connection of this.#process.tell(event, fields)) connection.flush();
  }

  learn<Request, Details>(
    dump: DumpMessage<Request, Details> | CursorMessage<Request, Details>,
    learned: Learned<Request, Details>,
  ): void {
    this.#process.learn(dump, learned);
  }

  async restart(): Promise<void> {
    this.#dropConnections();
    this.#waiting = undefined;
    this.#process = new VppProcess(this.pid + 1, this.#options);
    this.#stats.reset();
    this.#stats.update(this.#process.vpp);
    if (this.#server === undefined) await this.#listen();
  }

  async die(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#waiting = undefined;
    const closed = new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    this.#dropConnections();
    await closed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#untilDue);
    await this.die();
    this.#stats.remove();
  }

  async #restartUnlessClosed(): Promise<void> {
    if (!this.#isClosed) await this.restart();
  }

  #listen(): Promise<void> {
    const server = createServer((socket) => this.#accept(socket));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.socketPath, () => {
        server.off("error", reject);
        resolve();
      });
    });
  }

  #dropConnections(): void {
    for (const connection of this.#connections.keys()) connection.cut();
    this.#connections.clear();
    this.#unflushed.clear();
  }

  #accept(socket: Socket): void {
    const connection = new Connection(socket);
    this.#connections.set(connection, socket);
    socket.on("data", (chunk) => {
      try {
        connection.receive(chunk, (bytes) => this.#whenRunning(this.#handling(connection, bytes)));
      } catch (error) {
        if (!(error instanceof VppDecodeError)) throw error;
        connection.cut();
      }
      this.#flush();
    });
    // A client may vanish at any time: what counts is the close that follows.
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#connections.delete(connection);
      this.#process.forget(connection);
    });
  }

  #whenRunning(handle: () => void): void {
    if (this.#waiting === undefined) handle();
    else this.#waiting.push(handle);
  }

  #handling(connection: Connection, bytes: Buffer): () => void {
    return () => {
      if (!this.#connections.has(connection)) return;
      const request = this.#process.receive(connection, bytes);
      if (request === undefined) return;
      const { message } = request.handler;
      this.#journal.add(() => describeRequest(message, bytes));
      const fault = this.faults.next(message.name);
      if (fault === undefined) this.#answer(request);
      else this.#fail(connection, request, fault);
    };
  }

  /** Where VPP dies of the request, another one is there soon, as its supervisor would start it. */
  #answer(request: Request): void {
    try {
      this.#sent(this.#process.answer(request));
    } catch (error) {
      if (!(error instanceof VppDies)) throw error;
      this.#startAnother(SUPERVISOR_WAITS_MS);
    }
  }

  #startAnother(afterMs: number): void {
    void this.die().then(() => setTimeout(() => void this.#restartUnlessClosed(), afterMs));
  }

  #sent(to: Iterable<Connection>): void {
    for (const connection of to) this.#unflushed.add(connection);
  }

  #fail(connection: Connection, request: Request, fault: FaultAction): void {
    switch (fault.kind) {
      case "refuse":
        this.#sent(this.#process.refuse(request, fault.retval));
        return;
      case "delay":
        connection.hold(fault.ms);
        this.#sent(this.#process.answer(request));
        return;
      case "stall":
        this.#waiting = [() => this.#sent(this.#process.answer(request))];
        setTimeout(() => this.resume(), fault.ms);
        return;
      case "lose-reply":
        this.#sent(this.#process.answerUnheard(request));
        return;
      case "disconnect":
        connection.cut();
        this.#connections.delete(connection);
        return;
      case "die":
        void this.die();
        return;
      case "restart":
        this.#startAnother(fault.afterMs);
    }
  }

  #flush(): void {
    this.#stats.updateIfChanged(this.#process.vpp);
    for (const connection of this.#unflushed) connection.flush();
    this.#unflushed.clear();
    this.#awaitDue();
  }

  #awaitDue(): void {
    const dueInMs = this.#process.dueInMs;
    if (dueInMs === undefined || this.#untilDue !== undefined || this.#waiting !== undefined) return;
    this.#untilDue = setTimeout(() => {
      this.#untilDue = undefined;
      this.#whenRunning(() => this.#sent(this.#process.catchUp()));
      this.#flush();
    }, dueInMs);
    this.#untilDue.unref();
  }
}
