/** What a data plane makes of the frontends of services, and what it cannot. */

import type { DerivedUnit } from "../incremental.js";
import type { Trouble } from "../trouble.js";
import { cnat } from "./cnat.js";
import type { Frontend } from "./frontends.js";
import { nat44Ed } from "./nat44-ed.js";
import type { ProxyNode } from "./service.js";

export interface DataPlane {
  /** Why a frontend cannot be served at all; undefined when it can. */
  refusal(frontend: Frontend): Trouble | undefined;
  /** What is otherwise than the service asks for. */
  shortcomings(frontend: Frontend, node: ProxyNode): readonly Trouble[];
  /** The units of a frontend that is not refused. The last of them is its own, the others may be shared. */
  units(frontend: Frontend, node: ProxyNode, from: string): readonly DerivedUnit[];
}

const dataPlanes: Readonly<Record<string, DataPlane>> = { cnat, "nat44-ed": nat44Ed };

/** The data plane that the node has. */
export function dataPlaneOf({ "data-plane": name = "cnat" }: ProxyNode): DataPlane {
  return dataPlanes[name] ?? cnat;
}
