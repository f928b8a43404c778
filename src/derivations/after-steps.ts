/** What follows the steps of a derivation, and not those that VPP refused. */

import type { IncrementalDerivation } from "./incremental.js";

/** Runs `work` when the write under way has come to its end. */
export type AfterWrites = (work: () => Promise<void>) => unknown;

/** Calls `look` with each part for which something may be different, once for all steps that are made meanwhile. */
export function afterSteps(
  derivation: Pick<IncrementalDerivation, "onStep">,
  afterWrites: AfterWrites,
  look: (part: string) => void,
): void {
  const waiting = new Set<string>();
  const lookAtAll = async () => {
    for (const part of waiting) look(part);
    waiting.clear();
  };
  derivation.onStep.push((parts) => {
    if (waiting.size === 0 && parts.size > 0) afterWrites(lookAtAll);
    for (const part of parts) waiting.add(part);
  });
}
