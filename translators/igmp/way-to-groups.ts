import { CliInband, type SwInterfaceDetails } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";

/** "[@8] ipv4-mcast: memif31/1: mtu:9000 next:3 flags:[] 0100..."; a tunnel has "ipv4-mcast-midchain". */
const wayToGroups = /ipv4-mcast(-midchain)?: .*? next:(\d+) /;

/**
 * Whether what an interface sends to IPv4 groups leaves through it. Where IGMP or VRRP has run, VPP 26.06 keeps the way for the number of
 * the interface for ever, and it ends in a node that belongs to whoever came later (adj_mcast_add_or_lock is not undone).
 * @param whole the interface itself, or the one that it is a part of
 */
export async function sendsToGroups(
  context: TranslatorContext,
  { interfaceName }: SwInterfaceDetails,
  whole: SwInterfaceDetails,
): Promise<boolean> {
  const [, isOfTunnel, next] = wayToGroups.exec(await printed(context, `show adj ${interfaceName}`)) ?? [];
  if (next === undefined) return true;
  if (isOfTunnel !== undefined) return false;
  const following = await printed(context, "show vlib graph ip4-rewrite-mcast");
  return ` ${following.replace(/\s+/g, " ")}`.includes(` ${whole.interfaceName}-output [${next}]`);
}

async function printed({ vpp }: TranslatorContext, cmd: string): Promise<string> {
  return (await vpp.call(CliInband, { cmd })).reply;
}
