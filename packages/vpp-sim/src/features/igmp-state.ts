/** What IGMP knows (plugin igmp): who speaks it, which groups are wanted, and the proxy devices. */

import { IgmpEvent } from "vpp-binapi-ts/api";
import { VppDies } from "../handler.js";
import { hasLink } from "../state/interfaces.js";
import { peerOf } from "../state/memif.js";
import { listenersOf, recordsOf } from "../state/records.js";
import { emit, type Vpp } from "../state/vpp.js";
import { bridgePorts, PORT, portsOf } from "./bridge-ports.js";

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
export const igmpListeners = listenersOf<{ readonly clientIndex: number }>("igmp");

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

/** What a host wants reaches the routers on its link, which tell of it and ask their own router for it. */
export function report(vpp: Vpp, host: Speaker, group: string, sources: readonly string[]): void {
  for (const other of othersOnLink(vpp, host.swIfIndex)) {
    const router = speakerOf(vpp, other);
    if (router !== undefined && !router.isHost) hear(vpp, router, group, sources);
  }
}

function hear(vpp: Vpp, router: Speaker, group: string, sources: readonly string[]): void {
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
  report(vpp, upstream, group, [...known]);
}

/** The interfaces at the other ends of memifs, or the BVI of the domain that one is a port of; those of all ports for a BVI. */
function othersOnLink(vpp: Vpp, swIfIndex: number): readonly number[] {
  const own = bridgePorts(vpp).get(String(swIfIndex));
  const ports = own?.portType === PORT.bvi ? portsOf(vpp, own.bdId).map((port) => port.swIfIndex) : [swIfIndex];
  return ports.flatMap((port) => {
    const memif = vpp.memif.interfaces.get(port);
    const peer = memif === undefined ? undefined : peerOf(vpp.memif, memif)?.swIfIndex;
    const bridged = bridgePorts(vpp).get(String(peer));
    if (peer === undefined || bridged === undefined) return peer ?? [];
    return portsOf(vpp, bridged.bdId).find(({ portType }) => portType === PORT.bvi)?.swIfIndex ?? [];
  });
}
