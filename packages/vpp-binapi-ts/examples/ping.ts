import { ControlPing, ShowVersion } from "../src/api/index.js";
import { connectVpp } from "../src/index.js";

// Says which VPP is behind a socket: node dist/examples/ping.js [/run/vpp/api.sock]

const client = await connectVpp({ socketPath: process.argv[2] ?? "/run/vpp/api.sock", name: "ping" });
const { program, version } = await client.call(ShowVersion);
const start = performance.now();
await client.call(ControlPing);
console.log(`${program} ${version}, process ${client.identity.pid}, ${(performance.now() - start).toFixed(2)} ms`);
client.close();
