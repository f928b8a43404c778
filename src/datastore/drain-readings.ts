/** Before a tree changes: readings of it that are under way are taken out, piece by piece, so that each sees one state. */

import type { Engine } from "./engine/engine-client.js";
import type { ResidentTree } from "./engine/protocol.js";

/**
 * Resolves when no reading walks over the tree. Short readings get in between the pieces. Cost: what is left of the readings. A
 * reading that begins later is taken out in one piece by the change itself.
 */
export async function drainReadings(engine: Engine, tree: ResidentTree): Promise<void> {
  while (!(await engine.drainSlice(tree)));
}
