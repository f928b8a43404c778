/** Tells subscribers what is announced, announced otherwise, or not any more, when a write has come to its end. */

import { type AfterWrites, afterSteps } from "../after-steps.js";
import type { IncrementalDerivation } from "../incremental.js";
import type { Announcement } from "./announcement.js";
import { AnnouncementTable } from "./announcement-table.js";

type Json = Readonly<Record<string, unknown>>;

export interface AnnouncementSource {
  readonly derivation: Pick<IncrementalDerivation, "onStep">;
  /** What a part of the derivation asks for. */
  look(part: string): readonly Announcement[];
}

/** @param publish takes the content of the notification */
export function tellAnnouncements(
  sources: readonly AnnouncementSource[],
  publish: (content: Json) => void,
  afterWrites: AfterWrites,
): void {
  const table = new AnnouncementTable();
  const told = new Map<string, Announcement>();
  const tell = (prefix: string) => {
    const now = table.get(prefix);
    const before = told.get(prefix);
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    if (now === undefined) told.delete(prefix);
    else told.set(prefix, now);
    publish(now === undefined ? { ...before, withdrawn: [null] } : { ...now });
  };
  for (const { derivation, look } of sources) {
    afterSteps(derivation, afterWrites, (part) => {
      for (const prefix of table.set(part, look(part))) tell(prefix);
    });
  }
}
