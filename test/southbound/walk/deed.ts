/** What a walk over configurations does to VPP. */

import { type Arrival, arrive } from "../../traffic/arrivals.js";
import type { Configuration, TestBed } from "../../translators/test-bed.js";

export type Deed =
  | { readonly kind: "configure"; readonly configuration: Configuration }
  | { readonly kind: "arrivals"; readonly arrivals: readonly Arrival[] };

/** @throws what the south bound refuses, and when VPP is gone */
export async function perform(bed: TestBed, deed: Deed): Promise<void> {
  if (deed.kind === "configure") await bed.configure(deed.configuration);
  else await arrive(await bed.asOther(), deed.arrivals);
}

/** The same with each frame on its own, so that any can be left out. */
export function apart(deeds: readonly Deed[]): readonly Deed[] {
  return deeds.flatMap((deed): readonly Deed[] =>
    deed.kind === "configure" ? [deed] : deed.arrivals.map((arrival) => ({ kind: "arrivals", arrivals: [arrival] })),
  );
}

/** Frames behind each other in one deed again. */
export function gathered(deeds: readonly Deed[]): readonly Deed[] {
  const result: Deed[] = [];
  for (const deed of deeds) {
    const last = result.at(-1);
    if (deed.kind === "arrivals" && last?.kind === "arrivals")
      result[result.length - 1] = { kind: "arrivals", arrivals: [...last.arrivals, ...deed.arrivals] };
    else result.push(deed);
  }
  return result;
}
