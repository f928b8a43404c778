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
    "ip6_nd",
    "rd_cp",
    "fib",
    "feature",
    "arp",
  ],
  ...[
    "punt",
    "mpls",
    "sr",
    "sr_mpls",
    "sr_mobile",
    "bier",
    "teib",
    "udp",
    "abf",
    "l3xc",
    "igmp",
    "lisp",
    "lisp_gpe",
    "one",
  ],
  ...[
    "af_packet",
    "memif",
    "tapv2",
    "virtio",
    "vhost_user",
    "bond",
    "lacp",
    "lldp",
    "cdp",
    "span",
    "l2",
    "p2p_ethernet",
    "af_xdp",
    "rdma",
    "vmxnet3",
  ],
  ...["pipe", "gso", "dev", "gre", "ipip", "vxlan", "vxlan_gpe", "geneve", "gtpu", "pppoe", "l2tp", "nsh", "pvti"],
  ...["acl", "adl", "classify", "urpf", "mss_clamp", "stn", "svs", "ip_session_redirect", "mactime", "npol"],
  ...["cnat", "lb", "nat44_ed", "nat44_ei", "nat64", "nat66", "det44", "pnat", "map", "npt66", "dslite"],
  ...["ipsec", "ikev2", "wireguard", "crypto", "crypto_sw_scheduler"],
  ...["dhcp", "dhcp6_ia_na_client_cp", "dhcp6_pd_client_cp", "dns", "policer", "qos", "bfd", "vrrp", "lcp", "syslog"],
  ...["ipfix_export", "flowprobe", "sflow", "ping", "arping", "session", "tcp", "pg"],
  ...["trace", "tracedump", "pot", "ioam_cache", "ioam_export", "ioam_vxlan_gpe", "vxlan_gpe_ioam_export", "udp_ping"],
];
const out = fileURLToPath(new URL("../src/api", import.meta.url));
const options = ["--modules", modules.join(","), "--out", out, "--vpp", "26.06", "--codec", "../codec/index.js"];
process.exitCode = main(["generate", "--api", process.argv[2], ...options]);
if (process.exitCode === 0) spawnSync("npx", ["biome", "check", "--write", out], { stdio: "inherit" });
