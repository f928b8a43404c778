/** Tells subscribers when the troubles of what is derived become others. */

import { type AfterWrites, afterSteps } from "./after-steps.js";
import type { IncrementalDerivation } from "./incremental.js";
import type { Trouble } from "./trouble.js";

type Json = Readonly<Record<string, unknown>>;

export interface TroubleTelling {
  readonly derivation: Pick<IncrementalDerivation, "onStep">;
  /** Keys and troubles of a part; undefined when it is not there. */
  look(part: string): { readonly keys: Json; readonly trouble: readonly Trouble[] } | undefined;
  /** Takes the content of the notification: the keys, and `trouble`. */
  publish(content: Json): void;
  readonly afterWrites: AfterWrites;
}

/** A part is told when its troubles differ from those told last; without troubles when they are gone, or the part is. */
export function tellTroubles({ derivation, look, publish, afterWrites }: TroubleTelling): void {
  const told = new Map<string, { readonly text: string; readonly keys: Json }>();
  afterSteps(derivation, afterWrites, (part) => {
    const now = look(part);
    const before = told.get(part);
    const trouble = now?.trouble ?? [];
    const text = trouble.length === 0 ? undefined : JSON.stringify(trouble);
    const keys = now?.keys ?? before?.keys;
    if (text === before?.text || keys === undefined) return;
    if (text === undefined) told.delete(part);
    else told.set(part, { text, keys });
    publish({ ...keys, ...(trouble.length > 0 && { trouble }) });
  });
}
