/**
 * What leaves through a loopback comes back by it at once, and what leaves through one end of a pipe comes in by the other one. VPP 26.06
 * hears nobody any more while it sends one frame round on such a way.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  BridgeDomainDump,
  IfType,
  L2PortType,
  L2XconnectDump,
  type SwInterfaceDetails,
  SwInterfaceDump,
} from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

/** What is done with the frames that an interface receives. All is by sw_if_index. */
interface Layer2 {
  readonly listed: ReadonlyMap<number, SwInterfaceDetails>;
  /** Cross-connects. Patches take no part: what a loopback or a pipe gives back does not pass the place where they look. */
  readonly sentTo: Map<number, number>;
  readonly ports: Map<number, Port>;
}

interface Port {
  readonly domain: number;
  readonly splitHorizonGroup: number;
  readonly isBvi: boolean;
}

type Missing = Promise<string | undefined>;

/** Why frames of an interface cannot be sent to another one: of sw_interface_set_l2_xconnect. */
export function needsEndOfConnected({ rxSwIfIndex, txSwIfIndex, enable }: VppFields, vpp: VppCaller): Missing {
  return circleWith(vpp, enable !== false, Number(rxSwIfIndex ?? 0), ({ sentTo, ports }, from) => {
    sentTo.set(from, Number(txSwIfIndex ?? 0));
    ports.delete(from);
  });
}

/** Why an interface cannot be a port: of sw_interface_set_l2_bridge. */
export function needsEndOfBridged(fields: VppFields, vpp: VppCaller): Missing {
  const { rxSwIfIndex, enable, bdId, shg, portType } = fields;
  return circleWith(vpp, enable !== false, Number(rxSwIfIndex ?? 0), ({ sentTo, ports }, from) => {
    const isBvi = portType === L2PortType.L2_API_PORT_TYPE_BVI;
    sentTo.delete(from);
    ports.set(from, { domain: Number(bdId ?? 0), splitHorizonGroup: Number(shg ?? 0), isBvi });
  });
}

async function circleWith(
  vpp: VppCaller,
  isAdded: boolean,
  from: number,
  add: (layer2: Layer2, from: number) => void,
): Missing {
  if (!isAdded) return undefined;
  const listed = new Map<number, SwInterfaceDetails>();
  for await (const details of vpp.dump(SwInterfaceDump)) listed.set(details.swIfIndex, details);
  // Others have a wire or a peer, and close no circle.
  const back = receiverOf(listed, from);
  if (back === undefined) return undefined;
  const layer2 = await layer2Of(vpp, listed);
  add(layer2, from);
  if (![from, back].some((start) => leadsTo(layer2, start))) return undefined;
  return `what is sent through interface ${from} would come back to it for ever`;
}

async function layer2Of(vpp: VppCaller, listed: Layer2["listed"]): Promise<Layer2> {
  const sentTo = new Map<number, number>();
  for await (const { rxSwIfIndex, txSwIfIndex } of vpp.dump(L2XconnectDump)) sentTo.set(rxSwIfIndex, txSwIfIndex);
  const ports = new Map<number, Port>();
  for await (const { bdId, bviSwIfIndex, swIfDetails } of vpp.dump(BridgeDomainDump)) {
    for (const { swIfIndex, shg } of swIfDetails) {
      ports.set(swIfIndex, { domain: bdId, splitHorizonGroup: shg, isBvi: swIfIndex === bviSwIfIndex });
    }
  }
  return { listed, sentTo, ports };
}

/** Whether a frame that comes in by an interface comes in there once more. */
function leadsTo(layer2: Layer2, start: number): boolean {
  const seen = new Set<number>();
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const leaving of waysOut(layer2, at)) {
      const back = receiverOf(layer2.listed, leaving);
      if (back === start) return true;
      if (back === undefined || seen.has(back)) continue;
      seen.add(back);
      waiting.push(back);
    }
  }
  return false;
}

/** Interfaces through which a frame may leave that comes in by this one. VPP floods no frames to loopbacks. */
function* waysOut({ listed, sentTo, ports }: Layer2, at: number): Iterable<number> {
  const only = sentTo.get(at);
  if (only !== undefined) {
    yield only;
    return;
  }
  const port = ports.get(at);
  if (port === undefined) return;
  for (const [other, { domain, splitHorizonGroup, isBvi }] of ports) {
    const isApart = splitHorizonGroup !== 0 && splitHorizonGroup === port.splitHorizonGroup;
    if (other === at || domain !== port.domain || isBvi || isApart) continue;
    if (listed.get(other)?.type === IfType.IF_API_TYPE_PIPE) yield other;
  }
}

/** The interface that receives what is sent through this one; undefined where it leaves VPP. */
function receiverOf(listed: Layer2["listed"], sender: number): number | undefined {
  const found = listed.get(sender);
  if (found?.interfaceDevType === "Loopback") return sender;
  if (found?.type !== IfType.IF_API_TYPE_PIPE) return undefined;
  const isOtherEnd = ({ type, supSwIfIndex, swIfIndex }: SwInterfaceDetails) =>
    type === IfType.IF_API_TYPE_PIPE && supSwIfIndex === found.supSwIfIndex && swIfIndex !== sender;
  return [...listed.values()].find(isOtherEnd)?.swIfIndex;
}
