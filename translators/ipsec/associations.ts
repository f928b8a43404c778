import { defineKind } from "../../src/southbound/translator.js";
import type { TunnelEnd } from "../ip/tunnel-ends.js";
import type { SecurityAssociation } from "./sa-wire.js";

export type AssociationKey = { readonly id: string };

/** Security associations. */
export const securityAssociations = defineKind<AssociationKey>("ipsec-sa", ["id"]);

/** Where packets go that are sent with an association; nothing for one without a tunnel, and for one of packets that are received. */
export function endOfAssociation({ direction, tunnel }: SecurityAssociation): TunnelEnd {
  if (tunnel === undefined || direction === "inbound") return {};
  return { remote: tunnel.destination, ...(tunnel.vrf !== undefined && { vrf: tunnel.vrf }) };
}
