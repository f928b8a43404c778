/** Users of security associations: one is the client that added it, others are the tunnels that it protects. */

import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

const locks = recordsOf<{ readonly count: number }>("ipsec-sa-locks");

export function lock(vpp: Vpp, sadId: number): void {
  locks(vpp).set(String(sadId), { count: countOf(vpp, sadId) + 1 });
}

/** Whether it was the last one. */
export function unlock(vpp: Vpp, sadId: number): boolean {
  const count = countOf(vpp, sadId) - 1;
  if (count > 0) locks(vpp).set(String(sadId), { count });
  else locks(vpp).delete(String(sadId));
  return count <= 0;
}

function countOf(vpp: Vpp, sadId: number): number {
  return locks(vpp).get(String(sadId))?.count ?? 0;
}
