/** Who hears of the state of what is derived, and of what changes in it. */

type Json = Readonly<Record<string, unknown>>;

export interface TroubleListener {
  /** The state as a whole (RFC 7951), in place of what was told before. */
  stateIs(document: Json): void;
  /** A notification, by its name with module. */
  notified(name: string, content: Json): void;
}
