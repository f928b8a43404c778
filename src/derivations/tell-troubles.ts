/** Tells subscribers when the troubles of what is derived become others. */

import type { IncrementalDerivation } from "./incremental.js";
import type { Trouble } from "./trouble.js";

type Json = Readonly<Record<string, unknown>>;

export interface TroubleTelling {
  readonly derivation: Pick<IncrementalDerivation, "onStep">;
  /** Keys and troubles of a part; undefined when it is not there. */
  look(part: string): { readonly keys: Json; readonly trouble: readonly Trouble[] } | undefined;
  /** Takes the content of the notification: the keys, and `trouble`. */
  publish(content: Json): void;
  /** Runs `work` when the write under way has come to its end, so that nothing is told of what VPP refused. */
  afterWrites(work: () => Promise<void>): unknown;
}

/** A part is told when its troubles differ from those told last; without troubles when they are gone, or the part is. */
export function tellTroubles({ derivation, look, publish, afterWrites }: TroubleTelling): void {
  const told = new Map<string, { readonly text: string; readonly keys: Json }>();
  const waiting = new Set<string>();
  const tell = async () => {
    for (const part of waiting) {
      const now = look(part);
      const before = told.get(part);
      const trouble = now?.trouble ?? [];
      const text = trouble.length === 0 ? undefined : JSON.stringify(trouble);
      const keys = now?.keys ?? before?.keys;
      if (text === before?.text || keys === undefined) continue;
      if (text === undefined) told.delete(part);
      else told.set(part, { text, keys });
      publish({ ...keys, ...(trouble.length > 0 && { trouble }) });
    }
    waiting.clear();
  };
  derivation.onStep.push((parts) => {
    if (waiting.size === 0) afterWrites(tell);
    for (const part of parts) waiting.add(part);
  });
}
