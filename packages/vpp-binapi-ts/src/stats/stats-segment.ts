import { setTimeout as delay } from "node:timers/promises";
import { inBlocks } from "./block-cache.js";
import { StatsUnavailableError } from "./errors.js";
import { type DirectoryEntry, readDirectory, readDirectoryEntry, readHeader, type SegmentHeader } from "./layout.js";
import { openSegmentFile, type SegmentBytes } from "./segment-file.js";
import { entryReader, type StatsEntry } from "./values.js";

export interface StatsOptions {
  /** The process id of VPP as seen in `procFolder`: `client.identity.pid` when both share a pid namespace. */
  readonly pid: number;
  /** Default `/proc`. */
  readonly procFolder?: string;
}

const attempts = 50;

/** Opens the counters of a VPP process. Throws StatsUnavailableError, whose `kind` says why it cannot be. */
export function openStats({ pid, procFolder = "/proc" }: StatsOptions): StatsSegment {
  return new StatsSegment(openSegmentFile(pid, procFolder));
}

/** The counters of one VPP process, for as long as it lives. */
export class StatsSegment implements Disposable {
  readonly #segment: SegmentBytes;
  #directory: { readonly epoch: bigint; readonly entries: readonly DirectoryEntry[] } | undefined;
  /** Where in the directory entries were found that were asked for by name. */
  readonly #places = new Map<string, number>();

  constructor(segment: SegmentBytes) {
    this.#segment = segment;
  }

  /** The names of all entries, such as `/if/rx`. Throws StatsUnavailableError. */
  names(): Promise<string[]> {
    return this.#consistently((header) => {
      const names = this.#directoryOf(header).map(({ name }) => name);
      return names.filter((name) => name !== "");
    });
  }

  /** The entries whose name fits, all of one moment of the directory. Throws StatsUnavailableError. */
  read(fits: (name: string) => boolean): Promise<StatsEntry[]> {
    return this.#consistently((header) => {
      const directory = this.#directoryOf(header);
      const fitting = directory.filter(({ name }) => name !== "" && fits(name));
      return fitting.map(entryReader(inBlocks(this.#segment), header, (place) => directory[place]));
    });
  }

  /**
   * The entry of a name; undefined where VPP has none. From the second time on it costs that entry alone, however many there are,
   * as long as VPP leaves it in its place; one that VPP does not have costs a search each time. Throws StatsUnavailableError.
   */
  readOne(name: string): Promise<StatsEntry | undefined> {
    return this.#consistently((header) => {
      const entry = this.#find(header, name);
      const entryAt = (place: number) => readDirectoryEntry(this.#segment, header, place);
      return entry && entryReader(this.#segment, header, entryAt)(entry);
    });
  }

  close(): void {
    this.#segment.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Reads again while VPP changes the directory, so that entries and what they point to belong together. */
  async #consistently<T>(read: (header: SegmentHeader) => T): Promise<T> {
    let failure: unknown;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await delay(1);
      this.#segment.assertAlive();
      const before = readHeader(this.#segment);
      if (before.inProgress) continue;
      try {
        const value = read(before);
        const after = readHeader(this.#segment);
        if (!after.inProgress && after.epoch === before.epoch) return value;
      } catch (error) {
        // Pointers may lead anywhere in the middle of a change.
        failure = error;
      }
      this.#directory = undefined;
    }
    throw failure ?? new StatsUnavailableError("busy", `the stats segment kept changing during ${attempts} attempts`);
  }

  #find(header: SegmentHeader, name: string): DirectoryEntry | undefined {
    const known = this.#places.get(name);
    const there = known === undefined ? undefined : readDirectoryEntry(this.#segment, header, known);
    if (there?.name === name) return there;
    const directory = this.#directoryOf(header);
    const place = directory.findIndex((entry) => entry.name === name);
    if (place !== -1) this.#places.set(name, place);
    return directory[place];
  }

  #directoryOf(header: SegmentHeader): readonly DirectoryEntry[] {
    if (this.#directory?.epoch !== header.epoch) {
      this.#directory = { epoch: header.epoch, entries: readDirectory(this.#segment, header) };
    }
    return this.#directory.entries;
  }
}
