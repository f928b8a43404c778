/** Memory of the pieces that a large message came in. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (options: { readonly type: "minor" }) => void;

let collect: Collect | undefined;

/**
 * Collects what was allocated lately and is not referred to any more: some milliseconds.
 *
 * A piece of a message is garbage once it is copied. V8 counts the few objects and not the bytes behind them, so that a
 * message would stand in memory a second time, in pieces, until something else makes V8 collect.
 */
export function collectYoungGarbage(): void {
  collect ??= exposedCollector();
  collect({ type: "minor" });
}

/** V8 gives the function to contexts that are made while the flag is set. */
function exposedCollector(): Collect {
  setFlagsFromString("--expose-gc");
  const exposed = runInNewContext("gc") as Collect;
  setFlagsFromString("--no-expose-gc");
  return exposed;
}
