import { defineKind } from "../../src/southbound/translator.js";
import type { VirtualAddressKey } from "./virtual-addresses.js";

export type TranslationKey = VirtualAddressKey & { readonly protocol: string; readonly port: string };

export interface Translation {
  readonly "load-balancing"?: "flow-hash" | "maglev";
  readonly "flow-hash"?: string;
  readonly "allocate-source-port"?: boolean;
  readonly "return-sessions"?: boolean;
  readonly backend?: readonly Backend[];
}

export interface Backend {
  readonly address: string;
  readonly port: number;
  readonly "source-address"?: string;
  readonly "source-port"?: number;
  readonly "forward-only"?: boolean;
}

/** Ports of virtual addresses. */
export const translations = defineKind<TranslationKey>("cnat-translation", ["address", "protocol", "port"]);

export function backendsOf({ backend = [] }: Translation): readonly Backend[] {
  return backend;
}
