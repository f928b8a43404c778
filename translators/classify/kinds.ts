import { defineKind } from "../../src/southbound/translator.js";
import type { InterfaceKey } from "../interfaces/interface.js";
import type { Family } from "../ip/addresses.js";
import type { PathList } from "../routing/path-list.js";

export type RedirectKey = { readonly table: string; readonly match: string };

export interface Redirect {
  readonly "address-family": Family;
  readonly packets?: "received" | "punted";
  readonly opaque?: number;
  readonly "next-hop"?: PathList;
}

/** Sessions of tables whose packets go to next hops of their own. */
export const redirects = defineKind<RedirectKey>("classify-redirect", ["table", "match"]);

/** First tables of interfaces for packets of a kind that they receive. */
export const receivedTables = {
  ipv4: defineKind<InterfaceKey>("classify-received-ipv4", ["name"]),
  ipv6: defineKind<InterfaceKey>("classify-received-ipv6", ["name"]),
} as const;
