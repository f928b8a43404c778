import { PppoeAddDelCp } from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { comesBack } from "../l2/endless-loop.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = Record<never, never>;

interface Value {
  readonly "control-plane-interface": string;
}

/** The interface to which VPP punts discovery and control packets of PPPoE. There is one, and no message shows it. */
export const pppoeControlPlane = defineTranslator<Key, Value>({
  name: "pppoe-control-plane",
  path: "/sweetcomb-tunnels:pppoe",
  keys: {},
  leafs: ["control-plane-interface"],
  messages: [PppoeAddDelCp],
  validateTogether: ({ value }, objects) => refuseOwnReceiver(value["control-plane-interface"], objects),
  dependsOn: ({ value }) => [interfaces.at({ name: value["control-plane-interface"] })],
  create: (context, entry) => addOrDelete(context, entry, true),
  // A second interface would take the place of the first, and deleting the first then leave VPP with none.
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false)),
  dump: "unreadable",
});

/** What VPP sends to such an interface it takes for an answer to the client, and sends that one's frames there again (pppoe-cp-dispatch). */
function refuseOwnReceiver(name: string, objects: ConfiguredObjects): Refusal | undefined {
  if (!comesBack(name, objects)) return undefined;
  const message = `What is sent through ${name} comes back to VPP, which would send the packets of PPPoE clients round for ever: the control plane needs an interface with a peer, such as a tap or a memif`;
  return { leaf: "control-plane-interface", tag: "operation-not-supported", message };
}

async function addOrDelete({ vpp, handleOf }: TranslatorContext, { value }: Entry<Key, Value>, isAdd: boolean) {
  const swIfIndex = handleOf(interfaces.at({ name: value["control-plane-interface"] }));
  await vpp.call(PppoeAddDelCp, { swIfIndex, isAdd: isAdd ? 1 : 0 });
}
