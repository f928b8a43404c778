/**
 * VPP keeps its tunnels of GRE and of IP in IP in a table each, by the numbers of their interfaces. When a peer of a multipoint tunnel comes or goes,
 * VPP 26.06 looks in both tables, and lets the number pass that is one behind the end (gre_teib_entry_added, ipip_teib_entry_added and their
 * _deleted). What stands there it takes for a tunnel: with a 0, GRE forgets how the packets of its first tunnel are told. No table is ever
 * shortened.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband, GreTunnelV2Dump, IpipTunnelDump } from "vpp-binapi-ts/api";

type Vpp = Pick<VppCaller, "call" | "dump">;

export interface TunnelTable {
  readonly name: string;
  /** What VPP hands packets to since there was such a tunnel. */
  readonly inputs: RegExp;
  /** The numbers of interfaces of one such tunnel, if it is one, or of all. */
  numbers(vpp: Vpp, swIfIndex: number): AsyncGenerator<number>;
}

export const greTable: TunnelTable = {
  name: "GRE",
  inputs: /\bgre[46]-input\s*$/m,
  async *numbers(vpp, swIfIndex) {
    for await (const { tunnel } of vpp.dump(GreTunnelV2Dump, { swIfIndex })) yield tunnel.swIfIndex;
  },
};

export const ipipTable: TunnelTable = {
  name: "IP in IP",
  inputs: /\bipip[46]-input\s*$/m,
  async *numbers(vpp, swIfIndex) {
    for await (const { tunnel } of vpp.dump(IpipTunnelDump, { swIfIndex })) yield tunnel.swIfIndex;
  },
};

/**
 * Whether a number may be the one behind a table, as far as VPP tells.
 * @param among the tunnel that is looked at, or all
 */
export async function mayBeBehind(
  { inputs, numbers }: TunnelTable,
  swIfIndex: number,
  among: number,
  vpp: Vpp,
): Promise<boolean> {
  const shown = await Promise.all(
    ["show ip local", "show ip6 local"].map(async (cmd) => (await vpp.call(CliInband, { cmd })).reply),
  );
  if (!shown.some((text) => inputs.test(text))) return false;
  for await (const number of numbers(vpp, among)) if (number >= swIfIndex) return false;
  return true;
}
