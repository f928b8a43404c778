// Stands between us and the module's functions: what is thrown in there must not leave us with a broken instance that
// looks whole.
import { LibyangTrapError } from "./errors.js";

type ExportedFunction = (...args: number[]) => number;

/**
 * Wraps exported functions. Results are unsigned, since a pointer above 2 GiB would be negative. A trap, or an overflow
 * of the stack, breaks the instance for good. An error of host code is kept until the outermost call has returned:
 * thrown at once it would cross libyang's frames and leave libyang's stack as it is.
 */
export class CallGuard {
  private depth = 0;
  private brokenBy: unknown;
  private hostError: { readonly error: unknown } | undefined;

  get broken(): boolean {
    return this.brokenBy !== undefined;
  }

  /** Guards all functions whose name begins with `prefix`; other exports stay as they are. */
  wrapAll(exports: WebAssembly.Exports, prefix: string): Record<string, unknown> {
    const guarded = Object.entries(exports).map(([name, value]) =>
      name.startsWith(prefix) ? [name, this.wrap(name, value as ExportedFunction)] : [name, value],
    );
    return Object.fromEntries(guarded);
  }

  /** Runs host code that the module called; on an error the module gets 0 and goes on. */
  callHost(work: () => number): number {
    try {
      return work();
    } catch (error) {
      if (this.broken) throw error;
      this.hostError ??= { error };
      return 0;
    }
  }

  private wrap(name: string, call: ExportedFunction): ExportedFunction {
    return (...args) => {
      if (this.broken) throw this.trapError(name);
      let result: number;
      this.depth++;
      try {
        result = call(...args);
      } catch (cause) {
        this.brokenBy = cause ?? new Error("unknown cause");
        throw this.trapError(name);
      } finally {
        this.depth--;
      }
      if (this.depth === 0) this.throwHostError();
      return result >>> 0;
    };
  }

  private trapError(name: string): LibyangTrapError {
    const cause = this.brokenBy;
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new LibyangTrapError(`${name}: this instance of libyang is broken (${reason}), load a new one`, { cause });
  }

  private throwHostError(): void {
    const thrown = this.hostError;
    this.hostError = undefined;
    if (thrown) throw thrown.error;
  }
}
