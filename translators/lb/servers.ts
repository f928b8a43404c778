import { LbAddDelAs } from "vpp-binapi-ts/api";
import { defineKind, type TranslatorContext } from "../../src/southbound/translator.js";
import { address } from "../ip/addresses.js";
import { type VipKey, vipName } from "./vips.js";
import type { LbWire } from "./wire.js";

export type ServerKey = VipKey & { readonly address: string };

/** Servers behind virtual addresses. */
export const servers = defineKind<ServerKey>("lb-application-server", ["prefix", "protocol", "port", "address"]);

/** Tells VPP to bring a server behind a virtual address, or to take it away. The request is under way when this returns. */
export async function sendServer(
  { vpp }: TranslatorContext,
  wire: LbWire,
  key: ServerKey,
  removal: { readonly isDel?: boolean; readonly isFlush?: boolean } = {},
): Promise<void> {
  await vpp.call(LbAddDelAs, { ...vipName(wire, key), asAddress: address(key.address), ...removal });
}
