/** The trace that a request is part of, as W3C Trace Context writes it. */

import type { RequestNotes } from "./management.js";

/** Version, trace, parent and flags: the form of version 00; a later version may have more behind it. */
const FORM = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.{0,256})?$/;

/** The text when it names a trace. One that is broken is passed over: the request is not part of a trace then (W3C 3.2.2.5). */
export function traceParent(text: unknown): string | undefined {
  return typeof text === "string" && FORM.test(text) ? text : undefined;
}

/** The trace as lines of the server's log have it; nothing where there is none. */
export function traced({ traceParent }: RequestNotes): { readonly traceParent?: string } {
  return traceParent === undefined ? {} : { traceParent };
}
