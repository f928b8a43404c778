/** Parts of segment routing as they name one another. */

import { defineKind } from "../../src/southbound/translator.js";

export type LocalSidKey = { readonly sid: string };
export type PolicyKey = { readonly bindingSid: string };
export type SteeredPrefixKey = { readonly vrf: string; readonly prefix: string };

/** Segments that end here, of whatever behaviour. */
export const localSids = defineKind<LocalSidKey>("srv6-local-sid", ["sid"]);
/** Policies by their binding segment. */
export const policies = defineKind<PolicyKey>("srv6-policy", ["bindingSid"]);
/** Prefixes whose packets go into a policy. */
export const steeredPrefixes = defineKind<SteeredPrefixKey>("srv6-steered-prefix", ["vrf", "prefix"]);

export type SteeredInterfaceKey = { readonly interface: string };

/** Interfaces whose frames are steered into a policy, and which are in layer 2 by that. */
export const steeredInterfaces = defineKind<SteeredInterfaceKey>("srv6-steered-interface", ["interface"]);
