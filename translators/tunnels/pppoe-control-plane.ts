import { PppoeAddDelCp } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
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
  dependsOn: ({ value }) => [interfaces.at({ name: value["control-plane-interface"] })],
  create: (context, entry) => addOrDelete(context, entry, true),
  // A second interface would take the place of the first, and deleting the first then leave VPP with none.
  update: "recreate",
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false)),
  dump: "unreadable",
});

async function addOrDelete({ vpp, handleOf }: TranslatorContext, { value }: Entry<Key, Value>, isAdd: boolean) {
  const swIfIndex = handleOf(interfaces.at({ name: value["control-plane-interface"] }));
  await vpp.call(PppoeAddDelCp, { swIfIndex, isAdd: isAdd ? 1 : 0 });
}
