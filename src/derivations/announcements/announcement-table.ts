/** All announcements. Several parts may ask for the same prefix, and the first by name counts. */

import type { Announcement } from "./announcement.js";

export class AnnouncementTable {
  /** By prefix and part. */
  readonly #byPrefix = new Map<string, Map<string, Announcement>>();
  readonly #byPart = new Map<string, readonly Announcement[]>();

  /** What a part asks for from now on. @returns the prefixes for which something may be different */
  set(part: string, announcements: readonly Announcement[]): ReadonlySet<string> {
    const before = this.#byPart.get(part) ?? [];
    for (const { prefix } of before) this.#remove(prefix, part);
    for (const announcement of announcements) this.#add(part, announcement);
    if (announcements.length === 0) this.#byPart.delete(part);
    else this.#byPart.set(part, announcements);
    return new Set([...before, ...announcements].map(({ prefix }) => prefix));
  }

  get(prefix: string): Announcement | undefined {
    const asked = this.#byPrefix.get(prefix);
    const first = [...(asked?.keys() ?? [])].sort()[0];
    return first === undefined ? undefined : asked!.get(first);
  }

  /** Each prefix once. */
  all(): readonly Announcement[] {
    return [...this.#byPrefix.keys()].sort().map((prefix) => this.get(prefix)!);
  }

  #add(part: string, announcement: Announcement): void {
    const asked = this.#byPrefix.get(announcement.prefix) ?? new Map<string, Announcement>();
    // A service may have an address twice; the first reason counts.
    if (!asked.has(part)) asked.set(part, announcement);
    this.#byPrefix.set(announcement.prefix, asked);
  }

  #remove(prefix: string, part: string): void {
    const asked = this.#byPrefix.get(prefix);
    asked?.delete(part);
    if (asked?.size === 0) this.#byPrefix.delete(prefix);
  }
}
