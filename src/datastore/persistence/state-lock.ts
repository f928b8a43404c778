/** One server for one state folder: two writers of a journal would destroy each other's history. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StoreError } from "./store.js";

/**
 * Takes the folder. Throws StoreError when a live process has it; what a killed process left behind does not count.
 * @returns gives the folder back
 */
export function lockStateFolder(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "lock");
  const holder = readHolder(path);
  if (holder !== undefined && holder.pid !== process.pid && startTicks(holder.pid) === holder.startTicks) {
    throw new StoreError(`${directory} is in use by process ${holder.pid}`);
  }
  writeFileSync(path, JSON.stringify({ pid: process.pid, startTicks: startTicks(process.pid) }), { mode: 0o600 });
  return () => rmSync(path, { force: true });
}

interface Holder {
  readonly pid: number;
  readonly startTicks: string;
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** When a process started (proc(5), stat field 22): tells it from a later one with the same number. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
