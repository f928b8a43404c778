/** The machines of the cluster, each for itself: those that load balancers and routers know. */

import type { Node } from "../objects.js";
import { clusterNodeEntry } from "../services/node-entry.js";
import type { Compiled, ObjectEvent, Part } from "./part.js";

export class ClusterNodePart implements Part {
  /** Undefined for those that have gone. */
  readonly #changed = new Map<string, Node | undefined>();

  take({ kind, key, object }: ObjectEvent): void {
    if (kind === "Node") this.#changed.set(key, object as Node | undefined);
  }

  *compile(): Iterable<readonly [string, Compiled]> {
    for (const [key, node] of this.#changed) {
      const value = node && clusterNodeEntry(node);
      const of = { kind: "Node", key } as const;
      const entries = value === undefined ? [] : [{ list: "cluster-node", value, of } as const];
      yield [`cluster node ${key}`, { entries, troubles: [] }];
    }
    this.#changed.clear();
  }
}
