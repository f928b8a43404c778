import { CliInband, FeatureEnableDisable, PppoeAddDelCp, SwInterfaceDump } from "vpp-binapi-ts/api";
import {
  type ConfiguredObjects,
  defineTranslator,
  type Entry,
  type Refusal,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { allOrNone } from "../all-or-none.js";
import { interfaces } from "../interfaces/interface.js";
import { interfaceThatDrops } from "../interfaces/parts-of-local0.js";
import { pppoeControlPlanes, refuseLostClients } from "../interfaces/pppoe-clients.js";
import { comesBack } from "../l2/endless-loop.js";
import { goneIsFine } from "../vpp-answers.js";

type Key = Record<never, never>;

interface Value {
  readonly "control-plane-interface": string;
}

/** The interface to which VPP punts discovery and control packets of PPPoE. There is one, and no message shows it. */
export const pppoeControlPlane = defineTranslator<Key, Value>({
  name: pppoeControlPlanes.name,
  kind: pppoeControlPlanes,
  path: "/sweetcomb-tunnels:pppoe",
  keys: {},
  leafs: ["control-plane-interface"],
  messages: [PppoeAddDelCp, FeatureEnableDisable, CliInband, SwInterfaceDump],
  validateTogether: ({ value }, objects) => refuseOwnReceiver(value["control-plane-interface"], objects),
  dependsOn: ({ value }) => [interfaces.at({ name: value["control-plane-interface"] })],
  // No interface goes while it is there.
  afterAll: [interfaces],
  async create(context, entry) {
    await refuseLostClients(context, "control-plane-interface");
    await setControlPlane(context.vpp, indexOf(context.handleOf, entry));
  },
  update: "recreate",
  // VPP that has none any more sends the next discovery of a client to an interface that is not there, and ends: so it gets one that drops it.
  async delete(context, entry) {
    const { vpp, handleOf } = context;
    const swIfIndex = indexOf(handleOf, entry);
    const drops = await interfaceThatDrops(context);
    const hear = (enable: boolean) => vpp.call(FeatureEnableDisable, { ...feature, swIfIndex, enable });
    const park = { do: () => setControlPlane(vpp, drops), undo: () => setControlPlane(vpp, swIfIndex) };
    await allOrNone([park, { do: () => goneIsFine(hear(false)), undo: () => hear(true) }]);
  },
  dump: "unreadable",
});

/** What VPP sends to such an interface it takes for an answer to the client, and sends that one's frames there again (pppoe-cp-dispatch). */
function refuseOwnReceiver(name: string, objects: ConfiguredObjects): Refusal | undefined {
  if (!comesBack(name, objects)) return undefined;
  const message = `What is sent through ${name} comes back to VPP, which would send the packets of PPPoE clients round for ever: the control plane needs an interface with a peer, such as a tap or a memif`;
  return { leaf: "control-plane-interface", tag: "operation-not-supported", message };
}

const feature = { arcName: "device-input", featureName: "pppoe-input" };

function indexOf(handleOf: TranslatorContext["handleOf"], { value }: Entry<Key, Value>): number {
  return handleOf(interfaces.at({ name: value["control-plane-interface"] }));
}

async function setControlPlane(vpp: TranslatorContext["vpp"], swIfIndex: number): Promise<void> {
  await vpp.call(PppoeAddDelCp, { swIfIndex, isAdd: 1 });
}
