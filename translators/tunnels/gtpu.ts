import {
  GtpuAddDelTunnel,
  GtpuAddDelTunnelV2,
  GtpuTunnelUpdateTteid,
  type GtpuTunnelV2Details,
  GtpuTunnelV2Dump,
} from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { defineInterfaceKind, type TypedValue } from "../interfaces/interface-kind.js";
import { formatAddress } from "../ip/addresses.js";
import { tunnelEndMarks } from "../ip/tunnel-ends.js";
import type { DecapNext } from "./decap-next.js";
import {
  decodeEndpoints,
  type Endpoints,
  encodeEndpoints,
  endpointsDependOn,
  requireTableOfGroup,
  tablesRead,
} from "./endpoints.js";
import { refuseRemoteEnd } from "./remote-end.js";

interface Value extends TypedValue {
  readonly "sweetcomb-tunnels:gtpu": Gtpu;
}

interface Gtpu extends Endpoints {
  readonly teid: number;
  readonly tteid?: number;
  readonly qfi?: number;
  readonly "decap-next"?: DecapNext;
}

/** GtpuDecapNextType, by its numbers. */
export const gtpuDecapNexts: readonly DecapNext[] = ["drop", "l2-input", "ip4-input", "ip6-input"];

/** A GTP-U tunnel. The identifier that it sends changes in place. */
export const gtpu = defineInterfaceKind<Value>({
  name: "gtpu",
  type: "sweetcomb-tunnels:gtpu",
  leafs: ["sweetcomb-tunnels:gtpu"],
  messages: [GtpuAddDelTunnel, GtpuAddDelTunnelV2, GtpuTunnelUpdateTteid, GtpuTunnelV2Dump],
  isOne: ({ details }) => details.interfaceDevType === "GTPU",
  isKnownByValue: () => true,
  isReused: true,
  marks: ({ value }) => tunnelEndMarks(value["sweetcomb-tunnels:gtpu"]),
  validateTogether: ({ key, value }, objects) =>
    refuseRemoteEnd(key.name, value["sweetcomb-tunnels:gtpu"], "sweetcomb-tunnels:gtpu/remote", objects),
  dependsOn: ({ value }) => endpointsDependOn(value["sweetcomb-tunnels:gtpu"]),
  async create(context, { value }) {
    const settings = value["sweetcomb-tunnels:gtpu"];
    await requireTableOfGroup(context, settings, "sweetcomb-tunnels:gtpu");
    const tunnel = { ...encodeTunnel(context, settings), isAdd: true };
    if (settings.qfi === undefined) return (await context.vpp.call(GtpuAddDelTunnel, tunnel)).swIfIndex;
    // VPP 26.06 dies when it refuses the second version of the message, so it must not be given a reason.
    if (await isThere(context, settings)) {
      throw new NotSupportedByVpp(
        "sweetcomb-tunnels:gtpu/teid",
        "VPP has a GTP-U tunnel of this remote and teid already",
      );
    }
    const extended = { ...tunnel, pduExtension: true, qfi: settings.qfi };
    return (await context.vpp.call(GtpuAddDelTunnelV2, extended)).swIfIndex;
  },
  remove: (context, _swIfIndex, { value }) =>
    context.vpp.call(GtpuAddDelTunnel, { ...encodeTunnel(context, value["sweetcomb-tunnels:gtpu"]), isAdd: false }),
  canUpdate: (before, after) => withoutTteid(before) === withoutTteid(after),
  async update(context, { value }) {
    const { dstAddress, encapVrfId, teid, tteid } = encodeTunnel(context, value["sweetcomb-tunnels:gtpu"]);
    await context.vpp.call(GtpuTunnelUpdateTteid, { dstAddress, encapVrfId, teid, tteid });
  },
  reads: tablesRead,
  async *dump(context, listed) {
    for await (const details of context.vpp.dump(GtpuTunnelV2Dump, { swIfIndex: NO_INTERFACE })) {
      if (details.isForwarding) continue;
      const { swIfIndex, srcAddress, dstAddress, encapVrfId, mcastSwIfIndex } = details;
      const dumped = { local: srcAddress, remote: dstAddress, tableId: encapVrfId, mcastSwIfIndex };
      const settings = { ...decodeEndpoints(context, listed, dumped), ...settingsFrom(details) };
      yield { swIfIndex, value: { "sweetcomb-tunnels:gtpu": settings } };
    }
  },
  chosenByVpp: ["sweetcomb-tunnels:gtpu/tteid"],
});

function encodeTunnel(context: TranslatorContext, settings: Gtpu) {
  const { local, remote, tableId, mcastSwIfIndex } = encodeEndpoints(context, settings);
  return {
    srcAddress: local,
    dstAddress: remote,
    mcastSwIfIndex,
    encapVrfId: tableId,
    decapNextIndex: gtpuDecapNexts.indexOf(settings["decap-next"] ?? "l2-input") as 0 | 1 | 2 | 3,
    teid: settings.teid,
    tteid: settings.tteid ?? settings.teid,
  };
}

function settingsFrom({ teid, tteid, pduExtension, qfi, decapNextIndex }: GtpuTunnelV2Details) {
  const decapNext = gtpuDecapNexts[decapNextIndex];
  return {
    teid,
    tteid,
    ...(pduExtension && { qfi }),
    ...(decapNext !== undefined && { "decap-next": decapNext }),
  };
}

async function isThere({ vpp }: TranslatorContext, { remote, teid }: Gtpu): Promise<boolean> {
  for await (const tunnel of vpp.dump(GtpuTunnelV2Dump, { swIfIndex: NO_INTERFACE })) {
    if (tunnel.teid === teid && formatAddress(tunnel.dstAddress) === remote) return true;
  }
  return false;
}

function withoutTteid({ "sweetcomb-tunnels:gtpu": { tteid, ...others } }: Value): string {
  return JSON.stringify(others);
}
