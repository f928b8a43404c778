// What the module imports: a few WASI functions (there is no file system, no environment) and our module import.
import { randomFillSync } from "node:crypto";

const success = 0;
const badDescriptor = 8;
const notSupported = 52;

/** Answers the module's question for a YANG module; returns a pointer to the text, 0 for "there is none". */
export type ImportModule = (
  host: number,
  name: number,
  revision: number,
  submodule: number,
  submoduleRevision: number,
  isYin: number,
) => number;

/**
 * Makes the import object. `memory` is asked at each call, because the instance does not exist yet.
 * Functions that are listed nowhere here answer "not supported".
 */
export function hostImports(
  module: WebAssembly.Module,
  memory: () => WebAssembly.Memory,
  importModule: ImportModule,
): WebAssembly.Imports {
  const wasi: Record<string, (...args: number[]) => number> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === "wasi_snapshot_preview1") wasi[name] = () => notSupported;
  }
  Object.assign(wasi, environment(memory));
  return { wasi_snapshot_preview1: wasi, lyw: { import_module: importModule } };
}

function environment(memory: () => WebAssembly.Memory) {
  const view = () => new DataView(memory().buffer);
  const setPair = (first: number, second: number) => {
    view().setUint32(first, 0, true);
    view().setUint32(second, 0, true);
    return success;
  };
  return {
    // No folder is open: the C library asks for 3, 4 ... until it hears so.
    fd_prestat_get: () => badDescriptor,
    environ_sizes_get: setPair,
    environ_get: () => success,
    clock_time_get: (_clock: number, _precision: bigint, result: number) => {
      view().setBigUint64(result, BigInt(Date.now()) * 1_000_000n, true);
      return success;
    },
    random_get: (start: number, length: number) => {
      randomFillSync(new Uint8Array(memory().buffer, start >>> 0, length >>> 0));
      return success;
    },
    // assert() and abort() end here; the instance is given up by whoever called into it.
    proc_exit: (code: number) => {
      throw new Error(`libyang ended with code ${code}`);
    },
  };
}
