import { AddNodeNext, GetNextIndex } from "vpp-binapi-ts/api";
import { answer, type Feature } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";

/** Arcs of the packet graph from the input nodes of tunnels (vlib). Other nodes are not known here. */
export const graphArc: Feature = {
  name: "graph-arc",
  handlers: [
    answer(AddNodeNext, (vpp, { nodeName, nextName }) => {
      const nexts = nextsOf(vpp, nodeName);
      if (nexts === undefined || !NEXTS.has(nextName)) return { retval: Retval.NO_SUCH_NODE, nextIndex: NONE };
      if (!nexts.includes(nextName)) nexts.push(nextName);
      return { retval: Retval.OK, nextIndex: nexts.indexOf(nextName) };
    }),
    answer(GetNextIndex, (vpp, { nodeName, nextName }) => {
      const at = nextsOf(vpp, nodeName)?.indexOf(nextName) ?? -1;
      return at < 0 ? { retval: Retval.NO_SUCH_ENTRY, nextIndex: NONE } : { retval: Retval.OK, nextIndex: at };
    }),
  ],
};

const NODES: ReadonlySet<string> = new Set(["vxlan4-input", "vxlan6-input", "geneve4-input", "geneve6-input"]);
const NEXTS: ReadonlySet<string> = new Set(["error-drop", "l2-input", "ip4-input", "ip6-input"]);

const arcs = recordsOf<{ readonly nexts: string[] }>("graph-arcs");

function nextsOf(vpp: Vpp, node: string): string[] | undefined {
  if (!NODES.has(node)) return undefined;
  const known = arcs(vpp).get(node) ?? { nexts: ["error-drop", "l2-input"] };
  arcs(vpp).set(node, known);
  return known.nexts;
}
