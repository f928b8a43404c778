// Reading data trees as a stream of bytes: the trees are not copied, and only what is selected is walked.
import type { YangContext } from "../context.js";
import { configureCursor, newCursor } from "./cursor-request.js";
import type { ReadPart, ReadRequest } from "./read-request.js";
import type { ReaderExports } from "./reader-exports.js";

const drainedAtOnce = 1 << 24;

/**
 * Opens a cursor over one or several trees, which must not change before it is released.
 *
 * XML comes as the elements one after another, without an enclosing one; JSON as one object.
 *
 * @throws XPathError when an expression of `select`, `fields` or the access rules cannot be evaluated
 */
export function openCursor(context: YangContext, parts: readonly ReadPart[], request: ReadRequest): Cursor {
  const pointer = newCursor(context, request);
  try {
    const empty = configureCursor(context, pointer, parts, request);
    return new Cursor(context, pointer, empty);
  } catch (error) {
    freeCursor(context, pointer);
    throw error;
  }
}

/** A document that is made as it is read. Release it with `using`. */
export class Cursor implements Disposable {
  private alive = true;

  /** Takes over a `struct cursor *` that has been started. */
  constructor(
    private readonly context: YangContext,
    private readonly pointer: number,
    /** Whether nothing was selected, or may be read: no elements, or the empty object. */
    readonly empty: boolean,
  ) {
    context.instance.acquireHandle();
    context.addDependent(this);
  }

  /** The next bytes: at least so many unless the document ends, and always whole nodes. Null: it has ended. */
  next(budgetBytes: number): Uint8Array | null {
    if (!this.alive) throw new Error("the cursor has been released");
    const { instance } = this.context;
    const status = instance.exportsAs<ReaderExports>().lyw_cursor_next(this.pointer, Math.max(1, budgetBytes));
    instance.check(status, this.context.pointer, "reading data");
    const start = instance.result(0);
    const length = instance.result(1);
    return length === 0 ? null : Uint8Array.prototype.slice.call(instance.bytes(), start, start + length);
  }

  /** All that is left, at once. */
  drain(): Uint8Array {
    const chunks: Uint8Array[] = [];
    for (let chunk = this.next(drainedAtOnce); chunk !== null; chunk = this.next(drainedAtOnce)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  [Symbol.dispose](): void {
    if (!this.alive) return;
    this.alive = false;
    this.context.removeDependent(this);
    freeCursor(this.context, this.pointer);
    this.context.instance.releaseHandle();
  }
}

function freeCursor({ instance }: YangContext, pointer: number): void {
  if (!instance.broken) instance.exportsAs<ReaderExports>().lyw_cursor_free(pointer);
}
