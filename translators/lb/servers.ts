import { defineKind } from "../../src/southbound/translator.js";
import type { VipKey } from "./vip.js";

export type ServerKey = VipKey & { readonly address: string };

/** Servers behind virtual addresses. */
export const servers = defineKind<ServerKey>("lb-application-server", ["prefix", "protocol", "port", "address"]);
