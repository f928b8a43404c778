import { defineKind } from "../../src/southbound/translator.js";

export type VirtualAddressKey = { readonly address: string };

export interface VirtualAddressValue {
  readonly shared?: boolean;
  readonly "on-interfaces-only"?: boolean;
}

/** Addresses whose connections cnat translates. */
export const virtualAddresses = defineKind<VirtualAddressKey>("cnat-virtual-address", ["address"]);
