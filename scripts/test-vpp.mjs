// npm run test:vpp: the south-bound scenarios on a real VPP, what VPP itself shows of them, packets through
// it where this machine lets us make hosts, and its whole API by name.
// VPP_SOCKET names its API socket. VPP has to be started for it: it keeps things of a run, some without end.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { prepare } from "./prepare.mjs";

const socket = process.env.VPP_SOCKET;
if (socket === undefined || !existsSync(socket)) {
  const reason = socket === undefined ? "VPP_SOCKET is not set" : `there is no socket ${socket}`;
  console.log(`no real VPP: ${reason}. Run it as VPP_SOCKET=/run/vpp/api.sock npm run test:vpp`);
  process.exit(socket === undefined ? 0 : 1);
}
await prepare((line) => console.log(line));
const { leftovers } = await import("../dist/test/southbound/leftovers.js");
const kept = await leftovers(socket);
if (kept.length > 0) {
  console.log(
    `This VPP is not fresh: it has ${kept.join(", ")}, and what it keeps of earlier uses may fail tests that pass on a VPP just started, or end it.`,
  );
}
// One file after the other, for there is one VPP for all. First comes what a VPP gives only as long as nobody has used it, last what
// it keeps until it ends.
const files = [
  "southbound/service-paths-of-real-vpp",
  "packets/real-vpp",
  "packets/kubernetes",
  // Where SECOND_VPP_SOCKET names another one.
  "packets/two-vpps",
  "southbound/real-vpp",
  "southbound/walk/walk",
  "southbound/witnesses/real-vpp",
  "southbound/wrong-requests",
  "southbound/rich",
  "southbound/pipes-of-real-vpp",
  "vpp-api/interface-fences",
  "vpp-api/real-vpp",
  // On that other one, which it leaves in disorder.
  "vpp-api/walk",
].map((name) => `dist/test/${name}.test.js`);
const passed = files.map((file) => {
  const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", file], { stdio: "inherit" });
  return status === 0;
});
process.exit(passed.every(Boolean) ? 0 : 1);
