// The compiler from npm (@yowasp/clang): clang, lld and wasi-libc, themselves WebAssembly. One worker per core.
import { availableParallelism, totalmem } from "node:os";
import { Worker } from "node:worker_threads";
import { SetupError } from "./run.mjs";

/** What one running compiler takes, measured: a worker more is not started for less memory. */
const bytesPerWorker = 700 << 20;

export async function findNpmClang() {
  return {
    id: `@yowasp/clang ${await installedVersion()}`,
    compile,
    link,
  };
}

async function installedVersion() {
  try {
    const { version } = await import("@yowasp/clang");
    return version;
  } catch (error) {
    throw new SetupError(`The npm package @yowasp/clang is not installed (npm install): ${error.message}`);
  }
}

async function compile(jobs, files, done) {
  const waiting = [...jobs];
  const errors = [];
  const workers = Math.max(1, Math.min(availableParallelism(), jobs.length, Math.floor(totalmem() / bytesPerWorker)));
  await Promise.all(Array.from({ length: workers }, () => compileInWorker(waiting, errors, files, done)));
  if (errors.length > 0) throw new SetupError(errors.join("\n"));
}

/** Starts a worker that takes jobs until none is left. */
function compileInWorker(waiting, errors, files, done) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./npm-worker.mjs", import.meta.url), { workerData: { files } });
    let current;
    worker.on("error", reject);
    worker.on("message", (answer) => {
      if (answer.errors !== undefined) errors.push(`${current.path} does not compile:\n${answer.errors}`);
      else if (current) done(current, Buffer.from(answer.object));
      current = waiting.shift();
      if (current) return worker.postMessage({ kind: "compile", job: current });
      worker.terminate();
      resolve();
    });
  });
}

function link(objects, flags) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./npm-worker.mjs", import.meta.url), { workerData: { files: objects } });
    worker.on("error", reject);
    worker.on("message", ({ ready, object, errors }) => {
      if (ready) return worker.postMessage({ kind: "link", flags });
      worker.terminate();
      if (errors !== undefined) reject(new SetupError(`The module does not link:\n${errors}`));
      else resolve(Buffer.from(object));
    });
  });
}
