// node scripts/generate-api.mjs FOLDER: writes src/api from the *.api.json files of VPP 26.06 below FOLDER. Build first.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { main } from "../dist/src/cli/main.js";

const modules = [
  ...[
    "memclnt",
    "vlib",
    "vpe",
    "vpe_types",
    "interface",
    "ip",
    "ip_neighbor",
    "fib",
    "feature",
    "punt",
    "mpls",
    "sr_mpls",
  ],
  ...["af_packet", "memif", "tapv2", "virtio", "vhost_user", "bond", "l2", "gre", "ipip", "vxlan"],
  ...["acl", "cnat", "lb", "nat44_ed"],
];
const out = fileURLToPath(new URL("../src/api", import.meta.url));
const options = ["--modules", modules.join(","), "--out", out, "--vpp", "26.06", "--codec", "../codec/index.js"];
process.exitCode = main(["generate", "--api", process.argv[2], ...options]);
if (process.exitCode === 0) spawnSync("npx", ["biome", "check", "--write", out], { stdio: "inherit" });
