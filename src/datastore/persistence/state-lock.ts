/** One server for one state folder: two writers of a journal would destroy each other's history. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "./store.js";

/** A process that was just killed takes a moment to be gone. */
const PATIENCE_MS = 5000;
const POLL_MS = 50;

/**
 * Takes the folder. Throws StoreError when a live process has it; what a killed process left behind does not count.
 * @returns gives the folder back
 */
export async function lockStateFolder(directory: string): Promise<() => void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "lock");
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const holder = readHolder(path);
    if (holder === undefined || !isAlive(holder)) break;
    if (waitedMs >= PATIENCE_MS) throw new StoreError(`${directory} is in use by process ${holder.pid}`);
    await delay(POLL_MS);
  }
  writeFileSync(path, JSON.stringify({ pid: process.pid, startTicks: processState(process.pid)[1] }), { mode: 0o600 });
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

function isAlive({ pid, startTicks }: Holder): boolean {
  if (pid === process.pid) return false;
  const [state, ticks] = processState(pid);
  return state !== undefined && !["Z", "X"].includes(state) && ticks === startTicks;
}

/** State of a process and when it started (proc(5), stat fields 3 and 22): the time tells it from a later one with the same number. */
function processState(pid: number): readonly [state: string | undefined, startTicks: string | undefined] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [fields[0], fields[19]];
  } catch {
    return [undefined, undefined];
  }
}
