/** What LACP says of the members of bonds. */

import { type SwInterfaceLacpDetails, SwInterfaceLacpDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { formatMac } from "../ip/addresses.js";

/** From the lowest bit on (IEEE 802.1AX 6.4.2.3). */
const stateBits = [
  "activity",
  "timeout",
  "aggregation",
  "synchronization",
  "collecting",
  "distributing",
  "defaulted",
  "expired",
];

/** Containers lacp by sw_if_index of the member. Empty where VPP has no LACP. */
export async function lacpStates({ vpp }: TranslatorContext): Promise<ReadonlyMap<number, object>> {
  const states = new Map<number, object>();
  if (!vpp.supports(SwInterfaceLacpDump)) return states;
  for await (const details of vpp.dump(SwInterfaceLacpDump)) states.set(details.swIfIndex, stateOf(details));
  return states;
}

function stateOf(details: SwInterfaceLacpDetails): object {
  return {
    "receive-machine": details.rxState,
    "transmit-machine": details.txState,
    "mux-machine": details.muxState,
    "periodic-machine": details.ptxState,
    actor: {
      system: formatMac(details.actorSystem),
      "system-priority": details.actorSystemPriority,
      key: details.actorKey,
      port: details.actorPortNumber,
      "port-priority": details.actorPortPriority,
      state: bitsOf(details.actorState),
    },
    partner: {
      system: formatMac(details.partnerSystem),
      "system-priority": details.partnerSystemPriority,
      key: details.partnerKey,
      port: details.partnerPortNumber,
      "port-priority": details.partnerPortPriority,
      state: bitsOf(details.partnerState),
    },
  };
}

function bitsOf(state: number): string {
  return stateBits.filter((_, position) => (state & (1 << position)) !== 0).join(" ");
}
