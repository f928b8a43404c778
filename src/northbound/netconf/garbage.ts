/** Memory of the pieces that a large message came in. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/**
 * Collects what is not referred to any more: it takes some ten milliseconds, in which nobody is served.
 *
 * The pieces of a message are garbage once it is whole. V8 counts the few objects and not the bytes behind them, so that
 * the message would stand in memory a second time, in pieces, until something else makes V8 collect.
 */
export function collectGarbage(): void {
  collect ??= exposedCollector();
  collect();
}

/** V8 gives the function to contexts that are made while the flag is set. */
function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const exposed = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  return exposed;
}
