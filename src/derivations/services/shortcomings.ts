/** What several data planes do otherwise than services ask for. */

import type { Trouble } from "../trouble.js";
import type { Endpoint } from "./service.js";

/** Of a data plane that knows no weights. */
export function weightShortcoming(endpoints: readonly Endpoint[]): readonly Trouble[] {
  if (new Set(endpoints.map(({ weight = 1 }) => weight)).size <= 1) return [];
  return [{ reason: "weights", text: "VPP gives the endpoints equal shares, whatever their weights." }];
}
