import { L2XconnectDump, SwInterfaceSetL2Xconnect } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { refuseGreOfPackets } from "../interfaces/frames.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
} from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { l2Attachments } from "./attachment.js";
import { refuseEndlessLoop } from "./endless-loop.js";
import { functionsBefore, setFunctionsAgain } from "./functions-again.js";
import { refuseOutside, refuseToLeave } from "./sent-outside.js";

interface Value {
  readonly "sweetcomb-l2:l2": { readonly "cross-connect": string };
}

const leaf = "sweetcomb-l2:l2/cross-connect";

/** One direction of a cross-connect: all frames of an interface go out of another one. */
export const crossConnect = defineTranslator<InterfaceKey, Value>({
  name: "cross-connect",
  kind: l2Attachments,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: [leaf],
  messages: [SwInterfaceSetL2Xconnect, L2XconnectDump],
  validateTogether: ({ key, value }, objects) =>
    refuseEndlessLoop(key, leaf, objects) ?? refuseOutside(value["sweetcomb-l2:l2"]["cross-connect"], leaf, objects),
  validateRemoval: ({ key }, objects) => refuseToLeave(key.name, leaf, objects),
  // When an interface goes that is cross-connected, VPP takes the other end out of layer 2, too: so the cross-connect goes before.
  dependsOn: ({ key, value }) => [
    interfaces.at(key),
    interfaces.at({ name: value["sweetcomb-l2:l2"]["cross-connect"] }),
  ],
  after: ({ key }) => functionsBefore(key),
  async create(context, entry) {
    await setFunctionsAgain(context, entry.key);
    await connectNew(context, entry);
  },
  update: connectNew,
  delete: (context, entry) => goneIsFine(connect(context, entry, false)),
  reads: [interfaces],
  async *dump(context) {
    const listed = await listInterfaces(context);
    for await (const { rxSwIfIndex, txSwIfIndex } of context.vpp.dump(L2XconnectDump)) {
      const [from, to] = [listed.get(rxSwIfIndex), listed.get(txSwIfIndex)];
      if (from === undefined || to === undefined) continue;
      yield { key: { name: from.name }, value: { "sweetcomb-l2:l2": { "cross-connect": to.name } } };
    }
  },
});

async function connectNew(context: TranslatorContext, entry: Entry<InterfaceKey, Value>): Promise<void> {
  refuseGreOfPackets(context, entry.value["sweetcomb-l2:l2"]["cross-connect"], leaf);
  await connect(context, entry, true);
}

async function connect(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<InterfaceKey, Value>,
  enable: boolean,
): Promise<void> {
  const rxSwIfIndex = handleOf(interfaces.at(key));
  const txSwIfIndex = handleOf(interfaces.at({ name: value["sweetcomb-l2:l2"]["cross-connect"] }));
  await vpp.call(SwInterfaceSetL2Xconnect, { rxSwIfIndex, txSwIfIndex, enable });
}
