// The folder that outlives a checkout: sources, object files and artefacts, shared by all clones of one user.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Path below the user's cache folder of this package; the folders above it exist afterwards. */
export function cachePath(...parts) {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const path = join(base, "sweetcomb", "libyang-wasm", ...parts);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

/** Writes a file so that another process sees it whole or not at all. */
export function writeAtomically(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

/**
 * Runs `work` while holding the named lock, which other processes of this user respect too.
 * A lock whose process has died is taken over.
 */
export async function withLock(name, log, work) {
  const path = cachePath(`${name}.lock`);
  let waiting = false;
  while (!takeLock(path)) {
    if (!waiting) log(`waiting for another build (lock ${path})`);
    waiting = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function takeLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (!holderIsAlive(path)) rmSync(path, { force: true });
  return false;
}

function holderIsAlive(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    // Between the creation of the file and its content there is a moment without a pid.
    if (!pid) return Date.now() - statSync(path).mtimeMs < 10_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists and belongs to someone else. ENOENT: the lock was released just now.
    return error.code === "EPERM";
  }
}
