/** One message as it passed between this client and VPP. */
export interface TraceRecord {
  /** `late`: an answer whose request is no longer waited for. `damaged`: an event that cannot be decoded, and is dropped. */
  readonly direction: "sent" | "received" | "event" | "late" | "damaged";
  /** VPP's name of the message; an answer that VPP sent under a wrong id shows that id's name. */
  readonly name: string;
  /** The number that ties answers to their request, in what is sent. */
  readonly context?: number;
  /** What is sent; answers are not decoded for the trace. */
  readonly fields?: unknown;
}

/** Called for every message, in order. It must not throw. */
export type Trace = (record: TraceRecord) => void;
