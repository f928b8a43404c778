import {
  SwInterfaceSetMacAddress,
  VxlanAddDelTunnelV3,
  type VxlanTunnelV2Details,
  VxlanTunnelV2Dump,
} from "vpp-binapi-ts/api";
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
  endpointsClaim,
  endpointsDependOn,
  requireTableOfGroup,
  tablesRead,
} from "./endpoints.js";
import { refuseRemoteEnd } from "./remote-end.js";
import { tunnelInstances } from "./tunnel-instance.js";
import { changesMac, refuseMac, withMac } from "./tunnel-mac.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:vxlan": Vxlan;
}

interface Vxlan extends Endpoints {
  readonly vni: number;
  readonly "local-port"?: number;
  readonly "remote-port"?: number;
  readonly payload?: "ethernet" | "ip";
  readonly "decap-next"?: DecapNext;
  readonly instance?: number;
}

/** RFC 7348. */
const DEFAULT_PORT = 4789;

const member = "sweetcomb-tunnels:vxlan";

const instances = tunnelInstances<typeof member, Value>("vxlan_tunnel", member);

/** A VXLAN tunnel to a host or to a multicast group. */
export const vxlan = defineInterfaceKind<Value>({
  name: "vxlan",
  type: "sweetcomb-tunnels:vxlan",
  hasMac: true,
  leafs: [member],
  messages: [VxlanAddDelTunnelV3, VxlanTunnelV2Dump, SwInterfaceSetMacAddress, ...decapNextMessages],
  isOne: ({ details }) => details.interfaceDevType === "VXLAN",
  isKnownByValue: () => true,
  validate: ({ value }) => refuseMac(value, value[member].payload !== "ip"),
  claims(entry) {
    const settings = entry.value[member];
    const more = [`VNI ${settings.vni}`, `port ${settings["local-port"] ?? DEFAULT_PORT}`];
    return [endpointsClaim("VXLAN", member, settings, more), ...instances.claims(entry)];
  },
  marks: ({ value }) => tunnelEndMarks(value[member]),
  validateTogether: ({ key, value }, objects) => refuseRemoteEnd(key.name, value[member], `${member}/remote`, objects),
  dependsOn: ({ value }) => endpointsDependOn(value[member]),
  async create(context, entry) {
    const settings = entry.value[member];
    await requireTableOfGroup(context, settings, member);
    const decapNext = await decapNextIndex(context, inputNode(settings), settings["decap-next"] ?? "l2-input");
    const { swIfIndex } = await instances.make(entry, (instance) =>
      addOrDelete(context, settings, { isAdd: true, instance, decapNextIndex: decapNext }),
    );
    return withMac(context, swIfIndex, entry.value, () => addOrDelete(context, settings, { isAdd: false }));
  },
  remove: (context, _swIfIndex, { value }) => addOrDelete(context, value[member], { isAdd: false }),
  ...changesMac<Value>(member),
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const details of context.vpp.dump(VxlanTunnelV2Dump, { swIfIndex: NO_INTERFACE })) {
      // The dump does not tell what the tunnel carries, but only one that carries Ethernet has a MAC address.
      const mac = listed.get(details.swIfIndex)?.details.l2Address;
      const payload = mac === undefined || isAllZero(mac) ? "ip" : "ethernet";
      const endpoints = endpointsOf(context, listed, details);
      const decapNext = await decapNextName(context, inputNode(endpoints), details.decapNextIndex);
      const settings = {
        ...endpoints,
        vni: details.vni,
        "local-port": details.srcPort,
        "remote-port": details.dstPort,
        payload,
        ...(decapNext !== undefined && { "decap-next": decapNext }),
        instance: details.instance,
      } as const;
      yield { swIfIndex: details.swIfIndex, value: { [member]: settings } };
    }
  },
  chosenByVpp: ["sweetcomb-tunnels:vxlan/instance"],
});

function addOrDelete(
  context: TranslatorContext,
  settings: Vxlan,
  more: { readonly isAdd: boolean; readonly instance?: number; readonly decapNextIndex?: number },
) {
  const { local, remote, tableId, mcastSwIfIndex } = encodeEndpoints(context, settings);
  return context.vpp.call(VxlanAddDelTunnelV3, {
    srcAddress: local,
    dstAddress: remote,
    srcPort: settings["local-port"] ?? DEFAULT_PORT,
    dstPort: settings["remote-port"] ?? DEFAULT_PORT,
    mcastSwIfIndex,
    encapVrfId: tableId,
    vni: settings.vni,
    isL3: settings.payload === "ip",
    ...more,
  });
}

function endpointsOf(
  context: TranslatorContext,
  listed: Parameters<typeof decodeEndpoints>[1],
  { srcAddress, dstAddress, encapVrfId, mcastSwIfIndex }: VxlanTunnelV2Details,
) {
  const dumped = { local: srcAddress, remote: dstAddress, tableId: encapVrfId, mcastSwIfIndex };
  return decodeEndpoints(context, listed, dumped);
}

function inputNode({ local }: Endpoints): string {
  return familyOf(local) === "ipv6" ? "vxlan6-input" : "vxlan4-input";
}
