// From the artefact to a running instance.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { LibyangInstance } from "./instance.js";

export interface LoadOptions {
  /** The artefact or its path. Default: the one that scripts/build.mjs has made. */
  readonly wasm?: string | WebAssembly.Module;
  /** Memory that the instance may take at most. Default: 4096, which is all that it can address. */
  readonly memoryLimitMb?: number;
}

const builtArtefact = fileURLToPath(new URL("../libyang.wasm", import.meta.url));

/**
 * Starts an instance of libyang.
 *
 * Deeply nested input needs a deep stack: Node's main thread overflows between 1,600 and 2,000 levels, a worker with
 * `resourceLimits: { stackSizeMb: 8 }` holds the 5,000 levels that libyang allows in JSON.
 */
export async function loadLibyang(options: LoadOptions = {}): Promise<LibyangInstance> {
  const module =
    options.wasm instanceof WebAssembly.Module ? options.wasm : await compileFile(options.wasm ?? builtArtefact);
  return new LibyangInstance(module, (options.memoryLimitMb ?? 4096) * 1024 * 1024);
}

/** Compiles the artefact; the module can be shared with workers and instantiated many times. */
export async function compileLibyang(wasm: string = builtArtefact): Promise<WebAssembly.Module> {
  return compileFile(wasm);
}

async function compileFile(path: string): Promise<WebAssembly.Module> {
  if (!existsSync(path)) {
    throw new Error(`${path} does not exist: run "node packages/libyang-wasm/scripts/build.mjs" to build it`);
  }
  return WebAssembly.compile(await readFile(path));
}
