/** One request of a walk, as a client of RESTCONF would send it. */

export type Json = Readonly<Record<string, unknown>>;

export interface Step {
  /** "/sweetcomb-vpp-api-ip:ip-table-add-del". */
  readonly path: string;
  /** The members of its input (RFC 7951). */
  readonly input: Json;
}

/**
 * How a request went. `refused here`: by libyang or by a fence, so that VPP has not heard of it. `silent`: VPP did not answer in time.
 * `gone`: VPP ended, or had ended before. `failed`: the server itself could not do it, which is a defect of it.
 */
export type Outcome = "answered" | "refused by VPP" | "refused here" | "silent" | "gone" | "failed";
