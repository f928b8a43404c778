import { defineKind } from "../../src/southbound/translator.js";
import type { TunnelEnd } from "../ip/tunnel-ends.js";

export type EncapsulationKey = { readonly name: string };

export interface Encapsulation {
  readonly "source-address": string;
  readonly "destination-address": string;
  readonly "source-port"?: number;
  readonly "destination-port": number;
  readonly vrf?: string;
}

/** UDP headers that are put before packets. */
export const udpEncapsulations = defineKind<EncapsulationKey>("udp-encapsulation", ["name"]);

/** Where packets go behind such a header. */
export function endOfEncapsulation({ "destination-address": remote, vrf }: Encapsulation): TunnelEnd {
  return { remote, ...(vrf !== undefined && { vrf }) };
}
