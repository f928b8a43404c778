import type { EncodedEvent } from "../events/encoded-event.js";

/** What a subscription has to tell now. */
export type Taken =
  | { readonly kind: "notification"; readonly event: EncodedEvent }
  /** A filter or access control has held an event back. */
  | { readonly kind: "excluded" }
  | { readonly kind: "replay-completed" }
  /** Nothing can be told for the time being; the next notification resumes the subscription. */
  | { readonly kind: "suspended"; readonly reason: string };

/** Where the notifications of one subscription come from. It keeps no more than a bounded amount for a slow reader. */
export interface Source {
  /** The next thing to tell; undefined when there is none now. Called again after a ring of the bell, or when it is due. */
  take(): Promise<Taken | undefined>;
  /** When `take` will have something without a ring, ms since 1970. */
  readonly dueMs?: number | undefined;
  close(): void;
}
