/** A YANG context that takes up a generated module when it is first needed: of a hundred modules a client uses a few. */

import { type LibyangInstance, loadLibyang, YangContext } from "libyang-wasm";
import type { DescribeOptions } from "./protocol.js";

type Options = Pick<DescribeOptions, "wasmPath" | "memoryLimitMb" | "searchDirs">;

export class ModuleContext {
  readonly #loaded = new Set<string>();

  private constructor(
    readonly instance: LibyangInstance,
    readonly context: YangContext,
  ) {}

  /** @param textOf the text of a generated module; undefined for any other */
  static async open(options: Options, textOf: (module: string) => string | undefined): Promise<ModuleContext> {
    const { wasmPath: wasm, memoryLimitMb, searchDirs } = options;
    const instance = await loadLibyang({ wasm, memoryLimitMb });
    const resolve = ({ module }: { readonly module: string }) => {
      const text = textOf(module);
      return text === undefined ? undefined : { text, format: "yang" as const };
    };
    return new ModuleContext(instance, new YangContext(instance, { searchDirs, resolve }));
  }

  /** The context with the module in it. Throws LibyangError for a module that libyang does not take. */
  with(module: string): YangContext {
    if (!this.#loaded.has(module)) this.context.loadModule(module);
    this.#loaded.add(module);
    return this.context;
  }

  statistics() {
    const { memoryBytes, liveHandles } = this.instance;
    return { memoryBytes, liveHandles, loadedModules: this.#loaded.size };
  }
}
