/**
 * Clients of PPPoE. VPP 26.06 keeps for ever on which interface it has heard each, and reads the hardware address of that interface when the control plane
 * sends to the client, or a session is made for it: it ends when the interface is gone. Only the command line tells them, among all tables of this kind.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { CliInband, SwInterfaceDump } from "vpp-binapi-ts/api";

/** On a part of local0 since VPP has moved a table of this kind without changing the list of them: `show bihash` follows that, and ends VPP. */
export const TAG_OF_MOVED_TABLE = "sweetcomb: a table moved";

const ALL = 0xffff_ffff;

/**
 * The sw_if_index of each client by its MAC address in hexadecimal digits; undefined where VPP cannot be asked. Costs all interfaces and all such tables of VPP,
 * and their entries where there is a client.
 */
export async function askClients(
  vpp: Pick<VppCaller, "call" | "dump">,
): Promise<ReadonlyMap<string, number> | undefined> {
  for await (const { tag } of vpp.dump(SwInterfaceDump, { swIfIndex: ALL })) {
    if (tag === TAG_OF_MOVED_TABLE) return undefined;
  }
  const counted = await tableOfClients(vpp, "show bihash");
  if (!/^ +[1-9]\d* active elements/m.test(counted)) return new Map();
  const entries = (await tableOfClients(vpp, "show bihash verbose")).matchAll(/^ +\d+: key (\d+) value (\d+)$/gm);
  return new Map(Array.from(entries, ([, key, value]) => [macOf(BigInt(key!)), Number(BigInt(value!) & 0xffffffffn)]));
}

/** Those of them whose interface is gone, or has no hardware address. Costs a question for each interface of a client, too. */
export async function askLostClients(
  vpp: Pick<VppCaller, "call" | "dump">,
): Promise<ReadonlyMap<string, number> | undefined> {
  const clients = await askClients(vpp);
  if (clients === undefined) return undefined;
  const indexes = [...new Set(clients.values())];
  const asked = await Promise.all(indexes.map(async (index) => [index, await hasHardwareAddress(vpp, index)] as const));
  const lost = new Set(asked.filter(([, isThere]) => !isThere).map(([index]) => index));
  return new Map([...clients].filter(([, index]) => lost.has(index)));
}

async function tableOfClients(vpp: Pick<VppCaller, "call">, cmd: string): Promise<string> {
  const { reply } = await vpp.call(CliInband, { cmd });
  return reply.split("Hash table '").find((table) => table.startsWith("pppoe link table'")) ?? "";
}

/** VPP has the address in the upper six bytes. */
function macOf(key: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(key);
  return bytes.subarray(2).toString("hex");
}

/** A part has that of the interface whose part it is. */
async function hasHardwareAddress(vpp: Pick<VppCaller, "dump">, index: number): Promise<boolean> {
  // VPP shows all for some numbers.
  for await (const { swIfIndex, supSwIfIndex, l2Address } of vpp.dump(SwInterfaceDump, { swIfIndex: index })) {
    if (swIfIndex !== index) continue;
    return supSwIfIndex === index ? l2Address.some((octet) => octet !== 0) : hasHardwareAddress(vpp, supSwIfIndex);
  }
  return false;
}
