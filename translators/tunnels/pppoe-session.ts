import { CliInband, PppoeAddDelSession, PppoeSessionDump } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { refuseLostClients } from "../interfaces/pppoe-clients.js";
import { address, formatAddress, formatMac, macBytes } from "../ip/addresses.js";
import { tableIdOf, tablesRead, vrfDependsOn, vrfMember } from "./endpoints.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:pppoe-session": Session;
}

interface Session {
  readonly "encapsulation-interface": string;
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
  messages: [PppoeAddDelSession, PppoeSessionDump, CliInband],
  isOne: ({ details }) => details.interfaceDevType === "PPPoE",
  isKnownByValue: () => true,
  isReused: true,
  dependsOn({ value }) {
    const { vrf, "encapsulation-interface": name } = value["sweetcomb-tunnels:pppoe-session"];
    // VPP looks at the interface of the client even to delete the session.
    return [interfaces.at({ name }), ...vrfDependsOn("ipv4", vrf)];
  },
  async create(context, { value }) {
    const mac = macBytes(value["sweetcomb-tunnels:pppoe-session"]["client-mac"]);
    await refuseLostClients(context, "sweetcomb-tunnels:pppoe-session/client-mac", mac);
    const { swIfIndex } = await addOrDelete(context, value, true);
    const expected = context.handleOf(
      interfaces.at({ name: value["sweetcomb-tunnels:pppoe-session"]["encapsulation-interface"] }),
    );
    for await (const { encapIfIndex } of context.vpp.dump(PppoeSessionDump, { swIfIndex })) {
      if (encapIfIndex === expected) return swIfIndex;
    }
    await addOrDelete(context, value, false);
    throw new NotSupportedByVpp(
      "sweetcomb-tunnels:pppoe-session/encapsulation-interface",
      "VPP has seen the PPPoE client on another interface",
    );
  },
  remove: (context, _swIfIndex, { value }) => addOrDelete(context, value, false),
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const details of context.vpp.dump(PppoeSessionDump, { swIfIndex: NO_INTERFACE })) {
      const settings = {
        "encapsulation-interface": listed.get(details.encapIfIndex)?.name ?? "",
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
