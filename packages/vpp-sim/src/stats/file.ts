import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import type { Vpp } from "../state/vpp.js";
import { addTraffic, type InterfaceCounters, NO_TRAFFIC, type Traffic } from "./counters.js";
import { statsEntries } from "./interface-entries.js";
import { type StatsEntry, statsSegment } from "./segment.js";

/**
 * The counters in a file with the layout of VPP's stats segment. VPP hands out a memory file over a socket; a plain
 * file is as easily read, and needs no file descriptor to be passed.
 */
export class StatsFile {
  readonly #path: string;
  readonly #counters = new Map<number, InterfaceCounters>();
  /** Those that no request makes, by their names. */
  readonly #others = new Map<string, StatsEntry>();
  #file: number | undefined;
  #epoch = 0;
  #generation = -1;
  #writtenAtMs = 0;
  #writeTookMs = 0;
  #later: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  add(swIfIndex: number, traffic: Traffic): void {
    this.#counters.set(swIfIndex, addTraffic(this.#counters.get(swIfIndex) ?? NO_TRAFFIC, traffic));
  }

  /** Shows an entry, in place of one with its name. The next `update` writes it. */
  set(entry: StatsEntry): void {
    this.#others.set(entry.name, entry);
    this.#generation = -1;
  }

  /** Forgets all counters: another process begins. */
  reset(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#counters.clear();
    this.#others.clear();
    this.#generation = -1;
  }

  /** Where the file is long, changes that follow each other closely are written together. */
  updateIfChanged(vpp: Vpp): void {
    if (vpp.interfaceGeneration === this.#generation || this.#later !== undefined) return;
    const pauseMs = this.#writtenAtMs + PAUSE_FACTOR * this.#writeTookMs - performance.now();
    if (pauseMs <= 0 || this.#writeTookMs < SHORT_MS) {
      this.update(vpp);
      return;
    }
    this.#later = setTimeout(() => {
      this.#later = undefined;
      this.updateIfChanged(vpp);
    }, pauseMs).unref();
  }

  /** Writes the file anew. As in VPP, `in_progress` is set meanwhile, and the epoch changes with the directory. */
  update(vpp: Vpp): void {
    if (vpp.interfaceGeneration !== this.#generation) this.#epoch++;
    this.#generation = vpp.interfaceGeneration;
    for (const swIfIndex of this.#counters.keys()) {
      if (vpp.interfaces.get(swIfIndex) === undefined) this.#counters.delete(swIfIndex);
    }
    const startedMs = performance.now();
    const bytes = statsSegment(this.#entries(vpp), this.#epoch);
    this.#file ??= openSync(this.#path, "w+", 0o644);
    const inProgress = Buffer.alloc(8);
    inProgress.writeBigUInt64LE(1n);
    writeSync(this.#file, inProgress, 0, 8, IN_PROGRESS_OFFSET);
    writeSync(this.#file, bytes, HEADER_SIZE, bytes.length - HEADER_SIZE, HEADER_SIZE);
    ftruncateSync(this.#file, bytes.length);
    writeSync(this.#file, bytes, 0, HEADER_SIZE, 0);
    this.#writtenAtMs = performance.now();
    this.#writeTookMs = this.#writtenAtMs - startedMs;
  }

  /** Symlinks name entries by their places, so an entry takes the place of the one with its name. */
  #entries(vpp: Vpp): StatsEntry[] {
    const others = new Map(this.#others);
    const entries = statsEntries(vpp, this.#counters).map((entry) => {
      const other = others.get(entry.name);
      others.delete(entry.name);
      return other ?? entry;
    });
    return [...entries, ...others.values()];
  }

  remove(): void {
    clearTimeout(this.#later);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    rmSync(this.#path, { force: true });
  }
}

/** A file that is written in 5 ms may be written every 30 ms. */
const PAUSE_FACTOR = 5;
/** So soon it is written at every change. */
const SHORT_MS = 3;
const HEADER_SIZE = 40;
const IN_PROGRESS_OFFSET = 24;
