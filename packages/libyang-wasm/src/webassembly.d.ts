// The part of the WebAssembly JavaScript interface that this package uses: the compiler's own declarations come only
// with those of the browser.
declare namespace WebAssembly {
  class Module {
    private readonly brand: "WebAssembly.Module";
    static imports(module: Module): { readonly module: string; readonly name: string; readonly kind: string }[];
  }

  type Exports = Record<string, unknown>;
  type Imports = Record<string, Record<string, (...args: never[]) => unknown>>;

  class Instance {
    constructor(module: Module, imports: Imports);
    readonly exports: Exports;
  }

  class Memory {
    private constructor();
    readonly buffer: ArrayBuffer;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
}
