import { IfType, PipeDump, SwInterfaceTagAddDel } from "vpp-binapi-ts/api";
import { interfaces } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { pipesMade } from "./pipe.js";

interface Value extends TypedValue {
  readonly "sweetcomb-sub-interfaces:pipe-end": { readonly pipe: string; readonly side?: Side };
}

type Side = (typeof sides)[number];

/** In VPP's order. */
const sides = ["west", "east"] as const;

/** One end of a pipe, which VPP makes with the pipe: creation gives it a name, deletion takes the name away. */
export const pipeEnd = defineInterfaceKind<Value>({
  name: "pipe-end",
  type: "sweetcomb-sub-interfaces:pipe-end",
  leafs: ["sweetcomb-sub-interfaces:pipe-end"],
  messages: [PipeDump],
  isOne: ({ details }) => details.type === IfType.IF_API_TYPE_PIPE,
  dependsOn: ({ value }) => [interfaces.at({ name: value["sweetcomb-sub-interfaces:pipe-end"].pipe })],
  async create(context, { value }) {
    const { pipe, side = "west" } = value["sweetcomb-sub-interfaces:pipe-end"];
    const pipeIndex = context.handleOf(interfaces.at({ name: pipe }));
    const made = (await pipesMade(context)).find(({ swIfIndex }) => swIfIndex === pipeIndex);
    if (made === undefined) throw new Error(`VPP has no pipe with the index ${pipeIndex}`);
    return made.pipeSwIfIndex[sides.indexOf(side)]!;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(SwInterfaceTagAddDel, { isAdd: false, swIfIndex }),
  keepsParts: true,
  async *dump({ vpp }, listed) {
    for await (const { swIfIndex, pipeSwIfIndex } of vpp.dump(PipeDump)) {
      const pipe = listed.get(swIfIndex)?.name;
      if (pipe === undefined) continue;
      for (const [index, end] of pipeSwIfIndex.entries()) {
        yield { swIfIndex: end, value: { "sweetcomb-sub-interfaces:pipe-end": { pipe, side: sides[index]! } } };
      }
    }
  },
});
