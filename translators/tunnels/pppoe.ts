import { PppoeAddDelCp, PppoeAddDelSession, PppoeSessionDump } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { address, formatAddress, formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import { tableIdOf, tablesRead, vrfDependsOn, vrfMember } from "./endpoints.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:pppoe-session": Session;
}

interface Session {
  readonly "client-mac": string;
  readonly "session-id": number;
  readonly "client-address": string;
  readonly vrf?: string;
}

/**
 * One PPPoE session at the access concentrator (RFC 2516). VPP refuses a client whose discovery it has not seen. The API
 * takes an IPv6 client for an IPv4 one, so the model has IPv4 only.
 */
export const pppoeSession = defineInterfaceKind<Value>({
  name: "pppoe-session",
  type: "sweetcomb-tunnels:pppoe-session",
  leafs: ["sweetcomb-tunnels:pppoe-session"],
  messages: [PppoeAddDelSession, PppoeSessionDump],
  isOne: ({ details }) => details.interfaceDevType === "PPPoE",
  isReused: true,
  dependsOn: ({ value }) => vrfDependsOn("ipv4", value["sweetcomb-tunnels:pppoe-session"].vrf),
  create: async (context, { value }) => (await addOrDelete(context, value, true)).swIfIndex,
  remove: (context, _swIfIndex, { value }) => addOrDelete(context, value, false),
  reads: tablesRead,
  async *dump(context) {
    for await (const details of context.vpp.dump(PppoeSessionDump, { swIfIndex: NO_INTERFACE })) {
      const settings = {
        "client-mac": formatMac(details.clientMac),
        "session-id": details.sessionId,
        "client-address": formatAddress(details.clientIp),
        ...vrfMember(context, "ipv4", details.decapVrfId),
      };
      yield { swIfIndex: details.swIfIndex, value: { "sweetcomb-tunnels:pppoe-session": settings } };
    }
  },
});

function addOrDelete(
  context: TranslatorContext,
  { "sweetcomb-tunnels:pppoe-session": session }: Value,
  isAdd: boolean,
) {
  return context.vpp.call(PppoeAddDelSession, {
    isAdd,
    sessionId: session["session-id"],
    clientIp: address(session["client-address"]),
    decapVrfId: tableIdOf(context, "ipv4", session.vrf),
    clientMac: macBytes(session["client-mac"]),
  });
}

interface ControlPlaneValue {
  readonly "sweetcomb-tunnels:pppoe-control-plane": boolean;
}

/** An interface to which VPP punts discovery and control packets of PPPoE. */
export const pppoeControlPlane = defineTranslator<InterfaceKey, ControlPlaneValue>({
  name: "pppoe-control-plane",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-tunnels:pppoe-control-plane"],
  when: (value) => value["sweetcomb-tunnels:pppoe-control-plane"] === true,
  messages: [PppoeAddDelCp],
  dependsOn: ({ key }) => [interfaces.at(key)],
  create: (context, { key }) => setControlPlane(context, key, true),
  update: "recreate",
  delete: (context, { key }) => goneIsFine(setControlPlane(context, key, false)),
  dump: "unreadable",
});

async function setControlPlane({ vpp, handleOf }: TranslatorContext, key: InterfaceKey, isAdd: boolean) {
  await vpp.call(PppoeAddDelCp, { swIfIndex: handleOf(interfaces.at(key)), isAdd: isAdd ? 1 : 0 });
}
