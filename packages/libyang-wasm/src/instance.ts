// One running copy of libyang: its memory, its functions, and how bytes and errors cross the boundary.
import { CallGuard } from "./call-guard.js";
import { readErrorItem } from "./error-items.js";
import { type ErrorItem, LibyangError, LibyangMemoryError, returnCodes } from "./errors.js";
import type { LibyangExports } from "./exports.js";
import { hostImports } from "./host-imports.js";
import type { ModuleResolver } from "./module-resolver.js";
import { optional } from "./optional.js";
import { OutputReader } from "./output-reader.js";

const pageSize = 65536;

/**
 * An instance of the WebAssembly module. Everything made from it lives in its memory; dropping the instance gives the
 * memory back, which never shrinks while it lives.
 *
 * Calls are synchronous and must not overlap; one instance belongs to one thread.
 */
export class LibyangInstance {
  /**
   * The module's functions, guarded: results are unsigned; a trap or an overflow of the stack marks the instance as
   * broken; an error thrown by host code during the call is thrown after it has returned.
   */
  readonly exports: LibyangExports;

  private readonly memory: WebAssembly.Memory;
  private view: Buffer = Buffer.alloc(0);
  private readonly guard = new CallGuard();
  private readonly resolvers = new Map<number, ModuleResolver>();
  private nextResolver = 1;
  private handleCount = 0;

  /** @param memoryLimitBytes the memory is not grown beyond this; at most 4 GiB */
  constructor(module: WebAssembly.Module, memoryLimitBytes: number) {
    const imports = hostImports(
      module,
      () => this.memory,
      (...args) => this.guard.callHost(() => this.importModule(...args)),
    );
    const instance = new WebAssembly.Instance(module, imports);
    this.memory = instance.exports.memory as WebAssembly.Memory;
    this.exports = this.guard.wrapAll(instance.exports, "lyw_") as unknown as LibyangExports;
    (instance.exports._initialize as () => void)();
    this.exports.lyw_memory_set_limit(Math.floor(memoryLimitBytes / pageSize));
    this.exports.lyw_setup();
  }

  /** Contexts, trees and other handles that have not been released. */
  get liveHandles(): number {
    return this.handleCount;
  }

  /** True after a trap: every call throws LibyangTrapError from then on. */
  get broken(): boolean {
    return this.guard.broken;
  }

  /** Size of the memory now. */
  get memoryBytes(): number {
    return this.memory.buffer.byteLength;
  }

  /** Version of libyang, e.g. "3.12.2". */
  get version(): string {
    return this.stringAt(this.exports.lyw_version()) ?? "";
  }

  /** The functions under another interface, for C code of a sub-folder. */
  exportsAs<T>(): T {
    return this.exports as unknown as T;
  }

  /** Counts a new handle; pair with `releaseHandle`. */
  acquireHandle(): void {
    this.handleCount++;
  }

  releaseHandle(): void {
    this.handleCount--;
  }

  /** The whole memory. Renewed when the memory has grown: ask again after every call into the module. */
  bytes(): Buffer {
    if (this.view.buffer !== this.memory.buffer) this.view = Buffer.from(this.memory.buffer);
    return this.view;
  }

  /** The NUL-terminated string at a pointer; undefined for NULL. */
  stringAt(pointer: number): string | undefined {
    if (pointer === 0) return undefined;
    const bytes = this.bytes();
    return bytes.toString("utf8", pointer, bytes.indexOf(0, pointer));
  }

  /** Passes a string as a pointer, undefined as NULL, and frees it after the call. */
  withString<T>(text: string | undefined, use: (pointer: number) => T): T {
    if (text === undefined) return use(0);
    return this.withBytes(text, use);
  }

  /** The same for several strings: as many pointers as texts. */
  withStrings<const Texts extends readonly (string | undefined)[], T>(
    texts: Texts,
    use: (...pointers: { [Index in keyof Texts]: number }) => T,
  ): T {
    const call = use as (...pointers: number[]) => T;
    const pass = (pointers: readonly number[]): T =>
      pointers.length === texts.length
        ? call(...pointers)
        : this.withString(texts[pointers.length], (pointer) => pass([...pointers, pointer]));
    return pass([]);
  }

  /** Passes bytes (a string as UTF-8), with a NUL behind them, as pointer and length; frees them after the call. */
  withBytes<T>(content: string | Uint8Array, use: (pointer: number, length: number) => T): T {
    const length = typeof content === "string" ? Buffer.byteLength(content) : content.length;
    const pointer = this.place(content, length);
    try {
      return use(pointer, length);
    } finally {
      if (!this.broken) this.exports.lyw_free(pointer);
    }
  }

  /**
   * Bounds the evaluation of expressions in the calls that `work` makes. Calls that come to the limit fail with the code
   * "denied".
   * @param milliseconds for all of them together
   */
  limitXPath<T>(milliseconds: number, work: () => T): T {
    this.exports.lyw_xpath_set_patience(milliseconds);
    try {
      return work();
    } finally {
      if (!this.broken) this.exports.lyw_xpath_set_patience(0);
    }
  }

  /** A copy of the bytes that the last call left in the output. */
  output(): Buffer {
    return Buffer.from(this.outputView());
  }

  outputText(): string {
    return this.outputView().toString("utf8");
  }

  /** A cursor over the output, valid until the next call into the module. */
  outputReader(): OutputReader {
    return new OutputReader(this.outputView());
  }

  /** The output as a list of pointers. */
  outputPointers(): number[] {
    const view = this.outputView();
    return Array.from({ length: view.length / 4 }, (_, index) => view.readUInt32LE(4 * index));
  }

  /** One of the numbers or pointers that the last call returned besides its status. */
  result(index: number): number {
    return this.exports.lyw_result(index);
  }

  /**
   * Throws when the status of a call is not success.
   * @param context pointer of the context whose errors tell why; 0 if there is none
   * @param attempted what was attempted and on what, for the message
   */
  check(status: number, context: number, attempted: string): void {
    if (status !== 0) throw this.failure(status, context, attempted);
  }

  /** The error of a failed call, with everything that libyang recorded in the context since the call began. */
  failure(status: number, context: number, attempted: string): LibyangError {
    const outOfMemory = this.exports.lyw_memory_take_refusal() !== 0 || status === 1;
    const items = context === 0 ? [] : this.takeErrors(context);
    const code = returnCodes[(status & 0x80 ? 128 : status) as keyof typeof returnCodes] ?? "other";
    return outOfMemory ? new LibyangMemoryError(attempted, "memory", items) : new LibyangError(attempted, code, items);
  }

  /** Errors and warnings recorded in a context, which forgets them. */
  takeErrors(context: number): ErrorItem[] {
    if (this.exports.lyw_take_errors(context) !== 0) return [];
    return this.outputReader().list(readErrorItem);
  }

  /** Registers where a context gets modules from; the number goes into lyw_context_new. */
  addResolver(resolver: ModuleResolver): number {
    const host = this.nextResolver++;
    this.resolvers.set(host, resolver);
    return host;
  }

  removeResolver(host: number): void {
    this.resolvers.delete(host);
  }

  private outputView(): Buffer {
    const start = this.exports.lyw_output_data();
    const length = this.exports.lyw_output_length();
    return this.bytes().subarray(start, start + length);
  }

  /** Copies content into memory of the module, a NUL behind it. */
  private place(content: string | Uint8Array, length: number): number {
    const pointer = this.exports.lyw_malloc(length + 1);
    if (pointer === 0) {
      this.exports.lyw_memory_take_refusal();
      throw new LibyangMemoryError(`passing ${length} bytes to libyang`, "memory", []);
    }
    const bytes = this.bytes();
    if (typeof content === "string") bytes.write(content, pointer, length, "utf8");
    else bytes.set(content, pointer);
    bytes[pointer + length] = 0;
    return pointer;
  }

  private importModule(
    host: number,
    name: number,
    revision: number,
    submodule: number,
    submoduleRevision: number,
    isYin: number,
  ): number {
    const found = this.resolvers.get(host)?.({
      module: this.stringAt(name >>> 0) ?? "",
      ...optional("revision", this.stringAt(revision >>> 0)),
      ...optional("submodule", this.stringAt(submodule >>> 0)),
      ...optional("submoduleRevision", this.stringAt(submoduleRevision >>> 0)),
    });
    if (!found) return 0;
    const { text, format } = found;
    const pointer = this.place(text, typeof text === "string" ? Buffer.byteLength(text) : text.length);
    this.bytes().writeUInt32LE(format === "yin" ? 1 : 0, isYin >>> 0);
    return pointer;
  }
}
