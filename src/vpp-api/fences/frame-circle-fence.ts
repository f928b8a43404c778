/** Requests after which VPP would send one frame round for ever, by what VPP has. */

import type { VppCaller } from "vpp-binapi-ts";
import {
  BridgeDomainDump,
  IfType,
  L2PortType,
  L2XconnectDump,
  type SwInterfaceDetails,
  SwInterfaceDump,
} from "vpp-binapi-ts/api";
import { type BridgePort, closesCircle, type Layer2 } from "../../vpp-limits/frame-circle.js";
import type { VppFields } from "./fence-checks.js";

/** Layer 2 of VPP, as a request would leave it. All is by sw_if_index. */
interface Tables {
  readonly listed: ReadonlyMap<number, SwInterfaceDetails>;
  readonly connected: Map<number, number>;
  readonly ports: Map<number, BridgePort>;
}

type Missing = Promise<string | undefined>;

/** Why frames of an interface cannot be sent to another one: of sw_interface_set_l2_xconnect. */
export function needsEndOfConnected({ rxSwIfIndex, txSwIfIndex, enable }: VppFields, vpp: VppCaller): Missing {
  return circleWith(vpp, enable !== false, Number(rxSwIfIndex ?? 0), ({ connected, ports }, from) => {
    connected.set(from, Number(txSwIfIndex ?? 0));
    ports.delete(from);
  });
}

/** Why an interface cannot be a port: of sw_interface_set_l2_bridge. */
export function needsEndOfBridged(fields: VppFields, vpp: VppCaller): Missing {
  const { rxSwIfIndex, enable, bdId, shg, portType } = fields;
  return circleWith(vpp, enable !== false, Number(rxSwIfIndex ?? 0), ({ connected, ports }, from) => {
    const isBvi = portType === L2PortType.L2_API_PORT_TYPE_BVI;
    connected.delete(from);
    ports.set(from, { domain: Number(bdId ?? 0), splitHorizonGroup: Number(shg ?? 0), isBvi });
  });
}

async function circleWith(
  vpp: VppCaller,
  isAdded: boolean,
  from: number,
  add: (tables: Tables, from: number) => void,
): Missing {
  if (!isAdded) return undefined;
  const listed = new Map<number, SwInterfaceDetails>();
  for await (const details of vpp.dump(SwInterfaceDump)) listed.set(details.swIfIndex, details);
  // The dumps below are spared for interfaces with a wire or a peer.
  if (receiverOf(listed, from) === undefined) return undefined;
  const tables = await tablesOf(vpp, listed);
  add(tables, from);
  if (!closesCircle(from, layer2Of(tables))) return undefined;
  return `what is sent through interface ${from} would come back to it for ever`;
}

async function tablesOf(vpp: VppCaller, listed: Tables["listed"]): Promise<Tables> {
  const connected = new Map<number, number>();
  for await (const { rxSwIfIndex, txSwIfIndex } of vpp.dump(L2XconnectDump)) connected.set(rxSwIfIndex, txSwIfIndex);
  const ports = new Map<number, BridgePort>();
  for await (const { bdId, bviSwIfIndex, swIfDetails } of vpp.dump(BridgeDomainDump)) {
    for (const { swIfIndex, shg } of swIfDetails) {
      ports.set(swIfIndex, { domain: bdId, splitHorizonGroup: shg, isBvi: swIfIndex === bviSwIfIndex });
    }
  }
  return { listed, connected, ports };
}

function layer2Of({ listed, connected, ports }: Tables): Layer2<number> {
  return {
    receiverOf: (sender) => receiverOf(listed, sender),
    connectedTo: (receiver) => connected.get(receiver),
    portOf: (receiver) => ports.get(receiver),
    portsOf: ({ domain }) => [...ports].filter(([, port]) => port.domain === domain),
    isPipe: (sender) => listed.get(sender)?.type === IfType.IF_API_TYPE_PIPE,
  };
}

function receiverOf(listed: Tables["listed"], sender: number): number | undefined {
  const found = listed.get(sender);
  if (found?.interfaceDevType === "Loopback") return sender;
  if (found?.type !== IfType.IF_API_TYPE_PIPE) return undefined;
  const isOtherEnd = ({ type, supSwIfIndex, swIfIndex }: SwInterfaceDetails) =>
    type === IfType.IF_API_TYPE_PIPE && supSwIfIndex === found.supSwIfIndex && swIfIndex !== sender;
  return [...listed.values()].find(isOtherEnd)?.swIfIndex;
}
