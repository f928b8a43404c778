/** What IGMP knows (plugin igmp): who speaks it, which groups are wanted, and the proxy devices. */

import { IgmpEvent } from "vpp-binapi-ts/api";
import { VppDies } from "../handler.js";
import { hasLink } from "../state/interfaces.js";
import { peerOf } from "../state/memif.js";
import { recordsOf } from "../state/records.js";
import { emit, type Vpp } from "../state/vpp.js";

export interface Speaker {
  readonly swIfIndex: number;
  readonly isHost: boolean;
  isQuerying: boolean;
  /** Number of the table of its proxy device. */
  proxy: number | undefined;
  /** Sources by group, both as text of their four bytes. */
  readonly groups: Map<string, Set<string>>;
}

export interface ProxyDevice {
  readonly upstream: number;
  readonly downstream: Set<number>;
}

/** By sw_if_index. VPP keeps them when the interface is deleted. */
export const speakers = recordsOf<Speaker>("igmp-speakers");
/** By the number of the table. */
export const proxyDevices = recordsOf<ProxyDevice>("igmp-proxy-devices");
/** Who wants to hear of members, by client index. */
export const igmpListeners = recordsOf<{ readonly clientIndex: number }>("igmp-listeners");

export const textOf = (address: Uint8Array): string => address.join(".");
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text.split("."), Number);

/** The speaker of an interface as it is after its link went down, where it did. That is seen at the next request for IGMP. */
export function speakerOf(vpp: Vpp, swIfIndex: number): Speaker | undefined {
  const found = speakers(vpp).get(String(swIfIndex));
  const speaking = vpp.interfaces.get(swIfIndex);
  if (found !== undefined && (speaking === undefined || !hasLink(vpp, speaking))) {
    found.groups.clear();
    found.isQuerying = false;
  }
  return found;
}

export function allSpeakers(vpp: Vpp): readonly Speaker[] {
  return [...speakers(vpp).values()].map(({ swIfIndex }) => speakerOf(vpp, swIfIndex)!);
}

/** What a host wants reaches the router at the other end of its memif, which tells of it and asks its own router for it. */
export function report(vpp: Vpp, host: Speaker, group: string, sources: Iterable<string>): void {
  const memif = vpp.memif.interfaces.get(host.swIfIndex);
  const peer = memif === undefined ? undefined : peerOf(vpp.memif, memif);
  const router = peer === undefined ? undefined : speakerOf(vpp, peer.swIfIndex);
  if (router === undefined || router.isHost) return;
  const known = router.groups.get(group) ?? new Set();
  router.groups.set(group, known);
  for (const source of sources) {
    if (known.has(source)) continue;
    known.add(source);
    for (const { clientIndex } of igmpListeners(vpp).values()) {
      const event = { swIfIndex: router.swIfIndex, filter: 1, saddr: bytesOf(source), gaddr: bytesOf(group) } as const;
      emit(vpp, clientIndex, IgmpEvent, event);
    }
  }
  const device = router.proxy === undefined ? undefined : proxyDevices(vpp).get(String(router.proxy));
  const upstream = device === undefined ? undefined : speakerOf(vpp, device.upstream);
  if (upstream === undefined) return;
  const link = vpp.interfaces.get(upstream.swIfIndex);
  if (link?.isAdminUp !== true || !hasLink(vpp, link)) throw new VppDies("a report of a proxy device cannot leave");
  upstream.groups.set(group, new Set([...(upstream.groups.get(group) ?? []), ...known]));
  report(vpp, upstream, group, known);
}
