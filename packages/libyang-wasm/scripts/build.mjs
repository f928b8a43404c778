// Builds libyang.wasm: fetches the sources, compiles what has changed, links, keeps the result in the user's cache and
// links it to dist/libyang.wasm, where the loader looks for it. Run again it only looks into the cache.
//
//   node scripts/build.mjs [--compiler clang|npm]
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachePath, withLock, writeAtomically } from "./setup/cache.mjs";
import { compileJobs, linkFlags } from "./setup/compile-jobs.mjs";
import { ensureSource, libyangSource, pcre2Source } from "./setup/debian-sources.mjs";
import { filesRead } from "./setup/includes.mjs";
import { pruneFolder, touch } from "./setup/prune.mjs";
import { SetupError } from "./setup/run.mjs";
import { readSourceFiles } from "./setup/source-files.mjs";
import { chooseToolchain } from "./setup/toolchain.mjs";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const loadedFrom = join(packageFolder, "dist", "libyang.wasm");
/** Enough for two compilers and some versions; an object file has about 30 KB, an artefact 1.5 MB. */
const keptObjects = 1000;
const keptArtefacts = 10;

/**
 * Makes sure that libyang.wasm exists and matches the C sources.
 * @param log receives one progress line at a time
 * @param compiler "clang" or "npm"; default: the first that is there
 * @returns path of the artefact
 */
export async function ensureLibyang({ log = console.error, compiler } = {}) {
  const report = (line) => log(`libyang-wasm: ${line}`);
  return withLock("build", report, async () => {
    const folders = {
      libyang: await ensureSource(libyangSource, report),
      pcre2: await ensureSource(pcre2Source, report),
      csrc: join(packageFolder, "csrc"),
    };
    const files = await readSourceFiles(folders);
    const toolchain = await chooseToolchain(compiler, report);
    const jobs = compileJobs(files, folders.libyang).map((job) => ({ ...job, key: jobKey(job, files, toolchain) }));
    const artefact = cachePath(`${digest([toolchain.id, ...linkFlags, ...jobs.map((job) => job.key)])}.wasm`);
    if (!existsSync(artefact)) writeAtomically(artefact, await buildArtefact(jobs, files, toolchain, report));
    placeArtefact(artefact);
    touch([artefact]);
    pruneFolder(dirname(artefact), ".wasm", keptArtefacts);
    return artefact;
  });
}

/** Changes whenever the object file could: compiler, flags, and every file that is read. */
function jobKey(job, files, toolchain) {
  const read = [job.path, ...job.firstIncludes].flatMap((path) => filesRead(files, path, job.includeFolders));
  return digest([toolchain.id, ...job.flags, ...read.flatMap((path) => [path, files.get(path)])]);
}

async function buildArtefact(jobs, files, toolchain, report) {
  const started = Date.now();
  const missing = jobs.filter((job) => !existsSync(objectPath(job)));
  report(`compiling ${missing.length} of ${jobs.length} files with ${toolchain.id}`);
  let compiled = 0;
  let reported = 0;
  await toolchain.compile(missing, files, (job, object) => {
    writeAtomically(objectPath(job), object);
    compiled++;
    const percent = Math.floor((100 * compiled) / missing.length);
    if (percent < reported + 10 && compiled < missing.length) return;
    reported = percent;
    report(`compiled ${percent} % (${compiled} of ${missing.length})`);
  });
  report("linking");
  const objects = new Map(jobs.map((job, index) => [`${index}.o`, readFileSync(objectPath(job))]));
  const wasm = await toolchain.link(objects, linkFlags);
  touch(jobs.map(objectPath));
  pruneFolder(cachePath("objects"), ".o", keptObjects);
  report(`${wasm.length} bytes in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return wasm;
}

function objectPath(job) {
  return cachePath("objects", `${job.key}.o`);
}

function placeArtefact(artefact) {
  const wasm = readFileSync(artefact);
  if (existsSync(loadedFrom) && readFileSync(loadedFrom).equals(wasm)) return;
  writeAtomically(loadedFrom, wasm);
}

function digest(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(String(part)).update("\0");
  return hash.digest("hex").slice(0, 32);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = process.argv.indexOf("--compiler");
  try {
    console.log(await ensureLibyang({ compiler: option < 0 ? undefined : process.argv[option + 1] }));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`libyang-wasm: ${error.message}`);
    process.exitCode = 1;
  }
}
