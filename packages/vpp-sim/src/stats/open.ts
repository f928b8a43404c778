import { Buffer } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { StatsSegment, StatsUnavailableError } from "vpp-binapi-ts/stats";

/**
 * The reader of vpp-binapi-ts on the counters of a simulator: `path` is its `statsPath`. A real VPP's are found through
 * /proc, which a simulated process is not in. Throws StatsUnavailableError where there is no such file.
 */
export function openSimulatedStats(path: string): StatsSegment {
  const file = openFile(path);
  const { ino } = fstatSync(file);
  return new StatsSegment({
    assertAlive() {
      if (statSync(path, { throwIfNoEntry: false })?.ino === ino) return;
      throw new StatsUnavailableError("gone", `the simulator with ${path} has ended`);
    },
    read(offset, length) {
      const bytes = Buffer.alloc(length);
      const got = readSync(file, bytes, 0, length, offset);
      if (got < length) throw new StatsUnavailableError("damaged", `${length} bytes at ${offset} are not in ${path}`);
      return bytes;
    },
    close: () => closeSync(file),
  });
}

function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw new StatsUnavailableError("no-segment", `there is no ${path}`, { cause });
  }
}
