/** What of a cluster is in VPP. */

import { connectVpp } from "vpp-binapi-ts";
import { AclDump, CnatTranslationDump } from "vpp-binapi-ts/api";

/** "address:port paths" of each translation for IPv4, sorted. */
export async function translationsIn(socketPath: string): Promise<readonly string[]> {
  const vpp = await connectVpp({ socketPath, name: "other" });
  const found: string[] = [];
  for await (const { translation } of vpp.dump(CnatTranslationDump, {})) {
    found.push(`${translation.vip.addr.un.ip4?.join(".")}:${translation.vip.port} ${translation.paths.length}`);
  }
  await vpp.close();
  return found.sort();
}

/** The number of rules of each access control list, sorted. */
export async function listLengthsIn(socketPath: string): Promise<readonly number[]> {
  const vpp = await connectVpp({ socketPath, name: "other" });
  const found: number[] = [];
  for await (const { r } of vpp.dump(AclDump, { aclIndex: 0xffffffff })) found.push(r.length);
  await vpp.close();
  return found.sort();
}
