/** VPP 26.06 hears nobody any more while it sends one frame round between cross-connected interfaces that take back what they send. */

import type { VppCaller } from "vpp-binapi-ts";
import { IfType, L2XconnectDump, type SwInterfaceDetails, SwInterfaceDump } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

/** Why two interfaces cannot be cross-connected: a frame would come back to where it was, by way of what is connected already. */
export async function needsEndOfFrames(fields: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const { rxSwIfIndex = 0, txSwIfIndex = 0, enable } = fields;
  if (enable === false) return undefined;
  const sentTo = new Map<unknown, unknown>();
  for await (const shown of vpp.dump(L2XconnectDump)) sentTo.set(shown.rxSwIfIndex, shown.txSwIfIndex);
  sentTo.set(rxSwIfIndex, txSwIfIndex);
  const listed: SwInterfaceDetails[] = [];
  for await (const details of vpp.dump(SwInterfaceDump)) listed.push(details);

  const passed = new Set<unknown>();
  let at: unknown = rxSwIfIndex;
  while (sentTo.has(at)) {
    passed.add(at);
    at = receiverOf(listed, sentTo.get(at));
    if (passed.has(at)) return `a frame that interface ${at} receives would come back to it for ever`;
  }
  return undefined;
}

/** The interface of VPP that receives what is sent out of this one; undefined where it leaves VPP. */
function receiverOf(listed: readonly SwInterfaceDetails[], sender: unknown): number | undefined {
  const found = listed.find(({ swIfIndex }) => swIfIndex === sender);
  if (found?.interfaceDevType === "Loopback") return found.swIfIndex;
  if (found?.type !== IfType.IF_API_TYPE_PIPE) return undefined;
  const isOtherEnd = ({ type, supSwIfIndex, swIfIndex }: SwInterfaceDetails) =>
    type === IfType.IF_API_TYPE_PIPE && supSwIfIndex === found.supSwIfIndex && swIfIndex !== sender;
  return listed.find(isOtherEnd)?.swIfIndex;
}
