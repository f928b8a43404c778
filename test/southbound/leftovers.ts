import { connectVpp } from "vpp-binapi-ts";
import { SwInterfaceDump } from "vpp-binapi-ts/api";

/** Names of the interfaces that a VPP has and that one which nobody has used has not. */
export async function leftovers(socketPath: string): Promise<readonly string[]> {
  const vpp = await connectVpp({ socketPath, name: "is it fresh?" });
  const names: string[] = [];
  for await (const { interfaceName } of vpp.dump(SwInterfaceDump)) names.push(interfaceName);
  vpp.close();
  return names.filter((name) => name !== "local0");
}
