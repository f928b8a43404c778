/** One event as a client gets it: the notification in the asked format, without what says when it happened. */
export interface EncodedEvent {
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}
