// Chooses the compiler: Debian's clang where it is installed (faster), else the one from npm (needs nothing else).
import { findClang } from "./clang-toolchain.mjs";
import { findNpmClang } from "./npm-toolchain.mjs";
import { SetupError } from "./run.mjs";

/**
 * A toolchain has
 *   id                            goes into every cache key
 *   compile(jobs, files, done)    compiles each job and calls done(job, object bytes)
 *   link(objects, flags)          object bytes by file name → bytes of the module
 * @param preferred "clang", "npm" or undefined for the first that is there
 */
export async function chooseToolchain(preferred, log) {
  const finders = { clang: findClang, npm: findNpmClang };
  const names = preferred ? [preferred] : Object.keys(finders);
  const reasons = [];
  for (const name of names) {
    const finder = finders[name];
    if (!finder) throw new SetupError(`Unknown compiler "${name}": clang or npm.`);
    try {
      return await finder(log);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      reasons.push(`${name}: ${error.message}`);
    }
  }
  throw new SetupError(`No compiler for WebAssembly can be used.\n${reasons.join("\n")}`);
}
