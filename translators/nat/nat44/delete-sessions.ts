/** Ends sessions of NAT44 by what is known of them. */

import type { VppCaller } from "vpp-binapi-ts";
import {
  Nat44DelSession,
  Nat44EiConfigFlags,
  Nat44EiDelSession,
  Nat44EiUserDump,
  Nat44EiUserSessionV2Dump,
  Nat44UserDump,
  Nat44UserSessionV3Dump,
  NatConfigFlags,
} from "vpp-binapi-ts/api";
import { formatIp4 } from "../../ip/addresses.js";
import { saysGone } from "../../vpp-answers.js";

/** What a session has to have; what is left out does not matter. */
export interface WantedSessions {
  readonly "inside-address": string;
  readonly "inside-port"?: number;
  readonly "transport-protocol"?: number;
  readonly "outside-address"?: string;
  readonly "outside-port"?: number;
}

/** The address is that of the inside host, and the outside host is told too. */
const FROM_INSIDE = (NatConfigFlags.NAT_IS_INSIDE | NatConfigFlags.NAT_IS_EXT_HOST_VALID) as NatConfigFlags;

type Deletion = () => Promise<unknown>;

/**
 * Sends nat44_del_session, or nat44_ei_del_session, for each session of an inside host that is as wanted.
 * @param tableId only in this table; undefined for every VRF
 * @returns how many there were. One that ends meanwhile is not counted.
 */
export async function deleteNat44Sessions(
  vpp: VppCaller,
  plugin: "nat44-ed" | "nat44-ei",
  wanted: WantedSessions,
  tableId: number | undefined,
): Promise<number> {
  const deletions: Deletion[] = [];
  const found = plugin === "nat44-ed" ? edDeletions(vpp, wanted, tableId) : eiDeletions(vpp, wanted, tableId);
  for await (const deletion of found) deletions.push(deletion);
  let count = 0;
  for (const deletion of deletions) {
    try {
      await deletion();
      count += 1;
    } catch (failure) {
      if (!saysGone(failure)) throw failure;
    }
  }
  return count;
}

async function* edDeletions(vpp: VppCaller, wanted: WantedSessions, tableId: number | undefined) {
  for await (const { ipAddress, vrfId } of vpp.dump(Nat44UserDump)) {
    if (!isHost(wanted, tableId, ipAddress, vrfId)) continue;
    for await (const session of vpp.dump(Nat44UserSessionV3Dump, { ipAddress, vrfId })) {
      const outside = { "outside-address": formatIp4(session.extHostAddress), "outside-port": session.extHostPort };
      if (!isWanted(wanted, { ...insideOf(session), ...outside })) continue;
      // With twice-nat the inside host knows the outside host by another address.
      const isTwice = (session.flags & NatConfigFlags.NAT_IS_TWICE_NAT) !== 0;
      yield () =>
        vpp.call(Nat44DelSession, {
          address: session.insideIpAddress,
          port: session.insidePort,
          protocol: session.protocol,
          vrfId,
          flags: FROM_INSIDE,
          extHostAddress: isTwice ? session.extHostNatAddress : session.extHostAddress,
          extHostPort: isTwice ? session.extHostNatPort : session.extHostPort,
        });
    }
  }
}

/** Endpoint-independent sessions are the same for every outside host. */
async function* eiDeletions(vpp: VppCaller, wanted: WantedSessions, tableId: number | undefined) {
  for await (const { ipAddress, vrfId } of vpp.dump(Nat44EiUserDump)) {
    if (!isHost(wanted, tableId, ipAddress, vrfId)) continue;
    for await (const session of vpp.dump(Nat44EiUserSessionV2Dump, { ipAddress, vrfId })) {
      if (!isWanted(wanted, insideOf(session))) continue;
      yield () =>
        vpp.call(Nat44EiDelSession, {
          address: session.insideIpAddress,
          port: session.insidePort,
          protocol: session.protocol,
          vrfId,
          flags: Nat44EiConfigFlags.NAT44_EI_IF_INSIDE,
        });
    }
  }
}

function isHost(wanted: WantedSessions, tableId: number | undefined, ipAddress: Uint8Array, vrfId: number): boolean {
  return formatIp4(ipAddress) === wanted["inside-address"] && (tableId === undefined || tableId === vrfId);
}

function insideOf({ protocol, insidePort }: { readonly protocol: number; readonly insidePort: number }) {
  return { "transport-protocol": protocol, "inside-port": insidePort };
}

function isWanted(wanted: WantedSessions, session: Partial<WantedSessions>): boolean {
  return Object.entries(session).every(([name, value]) => {
    const asked = wanted[name as keyof WantedSessions];
    return asked === undefined || asked === value;
  });
}
