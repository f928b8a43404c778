import { Buffer } from "node:buffer";
import { closeSync, fstatSync, openSync, readdirSync, readlinkSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { StatsUnavailableError } from "./errors.js";

export interface ReadableBytes {
  /** Throws StatsUnavailableError `damaged` for bytes outside of the segment. */
  read(offset: number, length: number): Buffer;
}

/** Bytes of a stats segment. */
export interface SegmentBytes extends ReadableBytes {
  /** How many there are, where that never changes; only then they are read in blocks. */
  readonly size?: number;
  /** Throws StatsUnavailableError `gone` once the process does not hold the segment any more. */
  assertAlive(): void;
  close(): void;
}

/**
 * Opens the memory file that VPP calls "stat segment" through /proc, since Node has no sockets of the kind by which VPP hands
 * it out. `procFolder` is `/proc`, or where that of the host is mounted. Throws StatsUnavailableError.
 */
export function openSegmentFile(pid: number, procFolder: string): SegmentBytes {
  const path = findSegment(join(procFolder, String(pid), "fd"));
  const file = openFile(path);
  const { ino, size } = fstatSync(file);
  return {
    size,
    assertAlive() {
      // The memory outlives the process as long as we hold it, and would show its last values for ever.
      if (inodeAt(path) !== ino) throw new StatsUnavailableError("gone", `process ${pid} has closed its stats segment`);
    },
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > size) {
        throw new StatsUnavailableError(
          "damaged",
          `${length} bytes at ${offset} are outside of the segment of ${size}`,
        );
      }
      const bytes = Buffer.allocUnsafe(length);
      const got = readSync(file, bytes, 0, length, offset);
      if (got < length) throw new StatsUnavailableError("damaged", `the segment ends at ${offset + got}`);
      return bytes;
    },
    close: () => closeSync(file),
  };
}

function findSegment(folder: string): string {
  for (const name of listFiles(folder)) {
    const path = join(folder, name);
    if (linkTarget(path).startsWith("/memfd:stat segment")) return path;
  }
  throw new StatsUnavailableError("no-segment", `no stats segment among the open files in ${folder}`);
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new StatsUnavailableError("no-process", `there is no ${folder}`, { cause });
    throw new StatsUnavailableError("not-permitted", `${folder} cannot be read: ${code}`, { cause });
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StatsUnavailableError("not-permitted", `the stats segment ${path} cannot be opened: ${code}`, { cause });
  }
}

/** Where a link points; nothing for a file that was closed meanwhile. */
function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function inodeAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
