/** Entry of the child process: node simulator-child.js SOCKET. Ends when its parent does. */

import { startSimulator } from "vpp-sim";

const socketPath = process.argv[2];
if (socketPath === undefined || process.send === undefined) throw new Error("this runs as a child of the server");
const simulator = await startSimulator({ socketPath });
// Ctrl-C reaches the whole group; the server decides when its VPP goes.
process.on("SIGINT", () => undefined);
process.on("disconnect", async () => {
  await simulator.close();
  process.exit(0);
});
process.send({ listening: socketPath });
