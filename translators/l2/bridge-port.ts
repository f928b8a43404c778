import { isDeepStrictEqual } from "node:util";
import { L2PortType, SwInterfaceSetL2Bridge } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { refuseGreOfPackets } from "../interfaces/frames.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
  NO_INTERFACE,
} from "../interfaces/interface.js";
import { refuseTunnelLoop } from "../routing/tunnel-loops.js";
import { goneIsFine } from "../vpp-answers.js";
import { l2Attachments } from "./attachment.js";
import { bridgeDomains, listBridgeDomains } from "./bridge-domain.js";
import { refuseEndlessLoop } from "./endless-loop.js";
import { functionsBefore, setFunctionsAgain } from "./functions-again.js";
import { disabledFunctions, portFunctionMessages, requirePortFunctions, setPortFunctions } from "./port-functions.js";
import { refuseToLeave } from "./sent-outside.js";

interface Port {
  readonly domain: string;
  readonly "port-type"?: "normal" | "bvi" | "unknown-unicast";
  readonly "split-horizon-group"?: number;
  /** Bits. */
  readonly disabled?: string;
}

interface Value {
  readonly "sweetcomb-l2:l2": { readonly bridge: Port };
}

const member = "sweetcomb-l2:l2";

const portTypes = {
  normal: L2PortType.L2_API_PORT_TYPE_NORMAL,
  bvi: L2PortType.L2_API_PORT_TYPE_BVI,
  "unknown-unicast": L2PortType.L2_API_PORT_TYPE_UU_FWD,
} as const;

/** An interface as a port of a bridge domain. Setting it again moves it to another domain. */
export const bridgePort = defineTranslator<InterfaceKey, Value>({
  name: "bridge-port",
  kind: l2Attachments,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: [`${member}/bridge`],
  messages: [SwInterfaceSetL2Bridge],
  partMessages: portFunctionMessages,
  claims({ value }) {
    const { domain, "port-type": portType = "normal" } = value[member].bridge;
    if (portType === "normal") return [];
    const port = portType === "bvi" ? "BVI" : "port for unknown addresses";
    return [{ what: `${port} of bridge domain ${domain}`, leaf: `${member}/bridge/port-type` }];
  },
  validateTogether: ({ key }, objects) =>
    refuseEndlessLoop(key, `${member}/bridge`, objects) ?? refuseTunnelLoop(key.name, `${member}/bridge`, objects),
  validateRemoval: ({ key }, objects) => refuseToLeave(key.name, `${member}/bridge`, objects),
  dependsOn: ({ value }) => [bridgeDomains.at({ name: value[member].bridge.domain })],
  partOf: ({ key }) => interfaces.at(key),
  after: ({ key }) => functionsBefore(key),
  async create(context, entry) {
    await setFunctionsAgain(context, entry.key);
    await setPort(context, entry);
  },
  // A domain has one port of each special type, and the one that has it lets go first.
  canUpdate: (before, after) => isNormal(before) && isNormal(after),
  async update(context, entry, before) {
    const [{ disabled: off = "", ...earlier }, { disabled = "", ...place }] = [
      before[member].bridge,
      entry.value[member].bridge,
    ];
    // A port that is set again forgets the addresses that it has learned.
    if (!isDeepStrictEqual(earlier, place)) return setPort(context, entry);
    requirePortFunctions(context, disabled, `${member}/bridge/disabled`);
    await setPortFunctions(context, context.handleOf(interfaces.at(entry.key)), off, disabled);
  },
  async delete(context, { key, value }) {
    const bdId = context.handleOf(bridgeDomains.at({ name: value[member].bridge.domain }));
    const rxSwIfIndex = context.handleOf(interfaces.at(key));
    await goneIsFine(context.vpp.call(SwInterfaceSetL2Bridge, { rxSwIfIndex, bdId, enable: false }));
  },
  reads: [interfaces, bridgeDomains],
  async *dump(context) {
    const listed = await listInterfaces(context);
    for (const { bdId, bviSwIfIndex, uuFwdSwIfIndex, swIfDetails } of (await listBridgeDomains(context)).values()) {
      const domain = context.keyOf(bridgeDomains, bdId)?.name;
      if (domain === undefined) continue;
      const typeOf = (swIfIndex: number) =>
        swIfIndex === bviSwIfIndex ? "bvi" : swIfIndex === uuFwdSwIfIndex ? "unknown-unicast" : "normal";
      // VPP lists the port for unknown addresses apart from the others.
      const apart = uuFwdSwIfIndex === NO_INTERFACE ? [] : [{ swIfIndex: uuFwdSwIfIndex, shg: 0 }];
      const others = swIfDetails.filter(({ swIfIndex }) => swIfIndex !== uuFwdSwIfIndex);
      const members = [...apart, ...others].map(async ({ swIfIndex, shg }) => {
        const name = listed.get(swIfIndex)?.name;
        if (name === undefined || !context.wants(interfaces, { name })) return undefined;
        const portType = typeOf(swIfIndex);
        // VPP learns nothing from the ports of the other types.
        const disabled = portType === "normal" ? await disabledFunctions(context, swIfIndex) : "";
        const bridge: Port = { domain, "port-type": portType, "split-horizon-group": shg, disabled };
        return { key: { name }, value: { [member]: { bridge } } };
      });
      for (const port of await Promise.all(members)) if (port !== undefined) yield port;
    }
  },
});

function isNormal({ [member]: { bridge } }: Value): boolean {
  return (bridge["port-type"] ?? "normal") === "normal";
}

async function setPort(context: TranslatorContext, { key, value }: Entry<InterfaceKey, Value>): Promise<void> {
  const {
    domain,
    "port-type": portType = "normal",
    "split-horizon-group": shg = 0,
    disabled = "",
  } = value[member].bridge;
  refuseGreOfPackets(context, key.name, `${member}/bridge`);
  requirePortFunctions(context, disabled, `${member}/bridge/disabled`);
  const rxSwIfIndex = context.handleOf(interfaces.at(key));
  const bdId = context.handleOf(bridgeDomains.at({ name: domain }));
  await context.vpp.call(SwInterfaceSetL2Bridge, {
    rxSwIfIndex,
    bdId,
    portType: portTypes[portType],
    shg,
    enable: true,
  });
  try {
    await setPortFunctions(context, rxSwIfIndex, "", disabled);
  } catch (refusal) {
    await context.vpp.call(SwInterfaceSetL2Bridge, { rxSwIfIndex, bdId, enable: false });
    throw refusal;
  }
}
