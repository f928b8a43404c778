import { defineKind } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import type { PathList } from "../routing/path-list.js";

export type CrossConnectKey = { readonly interface: string; readonly family: Family };

export interface CrossConnect {
  readonly "next-hop"?: PathList;
}

/** Cross-connects of layer 3 by the interface that receives the packets. */
export const crossConnects = defineKind<CrossConnectKey>("l3-cross-connect", ["interface", "family"]);
