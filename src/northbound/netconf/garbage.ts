/** Memory of the pieces that a large message comes in. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collector = (options: { readonly type: "minor" }) => void;

let collect: Collector | undefined;

/**
 * Collects what was made lately and is not referred to any more: it takes about a millisecond, in which nobody is served.
 *
 * The pieces of a message are garbage once they are copied. V8 counts the few objects and not the bytes behind them, so that
 * tens of megabytes of them would come to stand in memory before it collects by itself. That memory is then free, but the
 * process keeps it.
 */
export function collectRecentGarbage(): void {
  collect ??= exposedCollector();
  collect({ type: "minor" });
}

/** V8 gives the function to contexts that are made while the flag is set. */
function exposedCollector(): Collector {
  setFlagsFromString("--expose-gc");
  const exposed = runInNewContext("gc") as Collector;
  setFlagsFromString("--no-expose-gc");
  return exposed;
}
