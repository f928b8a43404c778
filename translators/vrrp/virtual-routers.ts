import { defineKind } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";

export type RouterKey = { readonly interface: string; readonly id: string; readonly family: Family };

/** Virtual routers of VRRP. */
export const virtualRouters = defineKind<RouterKey>("vrrp-virtual-router", ["interface", "id", "family"]);
