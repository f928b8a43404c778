import { GeneveAddDelTunnel2, GeneveTunnelDump, SwInterfaceSetMacAddress } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { familyOf, isAllZero } from "../ip/addresses.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import { type DecapNext, decapNextIndex, decapNextMessages, decapNextName } from "./decap-next.js";
import {
  decodeEndpoints,
  type Endpoints,
  encodeEndpoints,
  endpointsDependOn,
  requireTableOfGroup,
  tablesRead,
} from "./endpoints.js";
import { refuseRemoteEnd } from "./remote-end.js";
import { changesMac, refuseMac, withMac } from "./tunnel-mac.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:geneve": Geneve;
}

interface Geneve extends Endpoints {
  readonly vni: number;
  readonly "l3-mode"?: boolean;
  readonly "decap-next"?: DecapNext;
}

/** A GENEVE tunnel to a host or to a multicast group. */
export const geneve = defineInterfaceKind<Value>({
  name: "geneve",
  type: "sweetcomb-tunnels:geneve",
  hasMac: true,
  leafs: ["sweetcomb-tunnels:geneve"],
  messages: [GeneveAddDelTunnel2, GeneveTunnelDump, SwInterfaceSetMacAddress, ...decapNextMessages],
  isOne: ({ details }) => details.interfaceDevType === "GENEVE",
  isKnownByValue: () => true,
  // VPP makes an Ethernet interface in its "l3 mode", and one without a link layer otherwise.
  validate: ({ value }) => refuseMac(value, value["sweetcomb-tunnels:geneve"]["l3-mode"] === true),
  marks: ({ value }) => tunnelEndMarks(value["sweetcomb-tunnels:geneve"]),
  validateTogether: ({ key, value }, objects) =>
    refuseRemoteEnd(key.name, value["sweetcomb-tunnels:geneve"], "sweetcomb-tunnels:geneve/remote", objects),
  dependsOn: ({ value }) => endpointsDependOn(value["sweetcomb-tunnels:geneve"]),
  async create(context, { value }) {
    const settings = value["sweetcomb-tunnels:geneve"];
    await requireTableOfGroup(context, settings, "sweetcomb-tunnels:geneve");
    const decapNext = await decapNextIndex(context, inputNode(settings), settings["decap-next"] ?? "l2-input");
    const { swIfIndex } = await addOrDelete(context, settings, { isAdd: true, decapNextIndex: decapNext });
    return withMac(context, swIfIndex, value, () => addOrDelete(context, settings, { isAdd: false }));
  },
  remove: (context, _swIfIndex, { value }) => addOrDelete(context, value["sweetcomb-tunnels:geneve"], { isAdd: false }),
  ...changesMac<Value>("sweetcomb-tunnels:geneve"),
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const details of context.vpp.dump(GeneveTunnelDump, { swIfIndex: NO_INTERFACE })) {
      const { swIfIndex, srcAddress, dstAddress, encapVrfId, mcastSwIfIndex, vni, decapNextIndex: index } = details;
      const mac = listed.get(swIfIndex)?.details.l2Address;
      const dumped = { local: srcAddress, remote: dstAddress, tableId: encapVrfId, mcastSwIfIndex };
      const endpoints = decodeEndpoints(context, listed, dumped);
      const decapNext = await decapNextName(context, inputNode(endpoints), index);
      const settings = {
        ...endpoints,
        vni,
        "l3-mode": mac !== undefined && !isAllZero(mac),
        ...(decapNext !== undefined && { "decap-next": decapNext }),
      };
      yield { swIfIndex, value: { "sweetcomb-tunnels:geneve": settings } };
    }
  },
});

function addOrDelete(
  context: TranslatorContext,
  settings: Geneve,
  more: { readonly isAdd: boolean; readonly decapNextIndex?: number },
) {
  const { local, remote, tableId, mcastSwIfIndex } = encodeEndpoints(context, settings);
  return context.vpp.call(GeneveAddDelTunnel2, {
    localAddress: local,
    remoteAddress: remote,
    mcastSwIfIndex,
    encapVrfId: tableId,
    vni: settings.vni,
    l3Mode: settings["l3-mode"] === true,
    ...more,
  });
}

function inputNode({ local }: Endpoints): string {
  return familyOf(local) === "ipv6" ? "geneve6-input" : "geneve4-input";
}
