/** What a walk does to VPP: a request, as a client of RESTCONF would send it, or a frame that comes to an interface. */

import type { Arrival } from "../../traffic/arrivals.js";

export type Json = Readonly<Record<string, unknown>>;

export interface Step {
  /** "/sweetcomb-vpp-api-ip:ip-table-add-del". */
  readonly path: string;
  /** The members of its input (RFC 7951). */
  readonly input: Json;
}

export type Deed = Step | Arrival;

/** The deeds in pieces that VPP is given at once: a request each, and frames that come behind each other. */
export function piecesOf(deeds: readonly Deed[]): readonly (Step | readonly Arrival[])[] {
  const pieces: (Step | Arrival[])[] = [];
  for (const deed of deeds) {
    const last = pieces.at(-1);
    if ("path" in deed) pieces.push(deed);
    else if (Array.isArray(last)) last.push(deed);
    else pieces.push([deed]);
  }
  return pieces;
}

/**
 * How a request went. `refused here`: by libyang or by a fence, so that VPP has not heard of it. `silent`: VPP did not answer in time.
 * `gone`: VPP ended, or had ended before. `failed`: the server itself could not do it, which is a defect of it.
 */
export type Outcome = "answered" | "refused by VPP" | "refused here" | "silent" | "gone" | "failed";
