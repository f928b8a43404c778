import {
  CliInband,
  PipeCreate,
  type PipeDetails,
  PipeDump,
  SwInterfaceSetFlags,
  SwInterfaceTagAddDel,
} from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { interfaceDetails } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { hasDeletedLoopback } from "./kept-nodes.js";
import { ownNumbers } from "./own-numbers.js";

interface Value extends TypedValue {
  readonly "sweetcomb-sub-interfaces:pipe"?: { readonly instance?: number };
}

const instances = ownNumbers<Value>({
  word: "pipe",
  leaf: "sweetcomb-sub-interfaces:pipe/instance",
  numberOf: (value) => value["sweetcomb-sub-interfaces:pipe"]?.instance,
  // Above those that people ask for; VPP has 16384.
  chosen: { first: 8192, count: 8192, taken: "INVALID_REGISTRATION" },
});

/**
 * A pair of interfaces inside VPP. The pipe itself carries no packets; its ends are configured as interfaces of their own.
 * VPP 26.06 sends packets of loopbacks into pipes, and ends by that, once a node of the packet graph has served both
 * (`hasDeletedLoopback`). So no pipe is made that could get the node of a loopback, and none is deleted: it is kept, down and
 * with a tag that says so, until one with its instance number is configured again.
 */
export const pipe = defineInterfaceKind<Value>({
  name: "pipe",
  type: "sweetcomb-sub-interfaces:pipe",
  leafs: ["sweetcomb-sub-interfaces:pipe"],
  messages: [PipeCreate, PipeDump, CliInband, SwInterfaceSetFlags],
  isOne: ({ details }) => details.interfaceDevType === "Pipe" && details.supSwIfIndex === details.swIfIndex,
  claims: instances.claims,
  isKnownByValue: instances.isKnownByValue,
  carriesOnly: {
    // VPP looks for the other end of what leaves, and a pipe has none (pipe_tx).
    translators: [
      "pipe-end",
      "interface-enabled",
      "interface-description",
      "interface-mtu",
      ...Object.values(interfaceVrfs).map(({ name }) => name),
    ],
    why: "A pipe itself carries no packets: VPP 26.06 ends with the first one. Its ends, of type pipe-end, carry them",
  },
  async create(context, entry) {
    const create = async (instance: number) => (await keptPipe(context, instance)) ?? newPipe(context, instance);
    return instances.make(entry, create);
  },
  keepsParts: true,
  async remove({ vpp }, swIfIndex) {
    await vpp.call(SwInterfaceSetFlags, { swIfIndex, flags: undefined });
    await vpp.call(SwInterfaceTagAddDel, { isAdd: true, swIfIndex, tag: keptTag });
  },
  async *dump({ vpp }) {
    for await (const { swIfIndex, instance } of vpp.dump(PipeDump)) {
      yield { swIfIndex, value: { "sweetcomb-sub-interfaces:pipe": { instance } } };
    }
  },
  chosenByVpp: ["sweetcomb-sub-interfaces:pipe/instance"],
});

/** All pipes, for those that are made at the same time. */
export function pipesMade({ together, vpp }: TranslatorContext): Promise<readonly PipeDetails[]> {
  return together("pipes", async () => {
    const pipes: PipeDetails[] = [];
    for await (const made of vpp.dump(PipeDump)) pipes.push(made);
    return pipes;
  });
}

/** Says that a pipe was removed from the configuration. It is not a tag of an interface that is ours. */
const keptTag = "sweetcomb: removed pipe";

async function keptPipe(context: TranslatorContext, wanted: number): Promise<number | undefined> {
  const made = (await pipesMade(context)).find(({ instance }) => instance === wanted);
  const details = made && (await interfaceDetails(context, made.swIfIndex));
  return details?.tag === keptTag ? details.swIfIndex : undefined;
}

async function newPipe({ vpp, together }: TranslatorContext, userInstance: number): Promise<number> {
  const show = () => vpp.call(CliInband, { cmd: "show vlib graph" });
  const { reply } = await together("graph before pipes", show);
  if (hasDeletedLoopback(reply)) throw new NotSupportedByVpp("type", refusal);
  return (await vpp.call(PipeCreate, { isSpecified: true, userInstance })).swIfIndex;
}

const refusal =
  "VPP 26.06 would give the pipe what it keeps of a deleted loopback, and end with the next packets. Until VPP has started again, a pipe can be made only while a new loopback has taken that";
