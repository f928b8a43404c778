import { IfStatusFlags, IpAddressDump, SwInterfaceDump } from "../src/api/index.js";
import { connectVpp } from "../src/index.js";

// Lists interfaces with state and IPv4 addresses: node dist/examples/dump-interfaces.js [/run/vpp/api.sock]

const client = await connectVpp({ socketPath: process.argv[2] ?? "/run/vpp/api.sock", name: "dump-interfaces" });
for await (const { swIfIndex, interfaceName, flags } of client.dump(SwInterfaceDump)) {
  const isUp = (flags & IfStatusFlags.IF_STATUS_API_FLAG_ADMIN_UP) !== 0;
  const addresses: string[] = [];
  for await (const { prefix } of client.dump(IpAddressDump, { swIfIndex, isIpv6: false })) {
    addresses.push(`${prefix.address.un.ip4?.join(".")}/${prefix.len}`);
  }
  console.log(`${swIfIndex} ${interfaceName} ${isUp ? "up" : "down"} ${addresses.join(" ")}`);
}
client.close();
