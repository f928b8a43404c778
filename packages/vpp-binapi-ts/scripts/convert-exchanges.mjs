// node scripts/convert-exchanges.mjs FOLDER > test/data/exchanges.jsonl
// Takes a few messages out of recorded exchanges with a real VPP (FOLDER/NAME.jsonl, one message a line with dir, msg, crc, json
// and hex). A line of the result: [scenario, "req" | "rep" | "event", message, crc, facts, hex]. The facts are numbers and truth
// values among the fields; the hex has message id and client index set to 0.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiModules } from "../dist/src/api/index.js";

const scenarios = [
  "loopback",
  "interface-address",
  "interface-events",
  "ip-route",
  "ip-neighbor",
  "acl",
  "bridge-domain",
  "memif-pair",
  "bond",
  "vxlan",
  "lb-workaround",
  "cnat",
  "nat44-ed",
  "punt",
];
const mostOfOneKind = 4;
const longestHex = 1200;

const generated = new Set(apiModules.flatMap((module) => module.messages.map(({ name }) => name)));
const seen = new Map();
for (const scenario of scenarios) {
  const lines = readFileSync(join(process.argv[2], `${scenario}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  for (const { dir, msg, crc, json, hex, unexpected_message } of lines.map((line) => JSON.parse(line))) {
    if (
      !generated.has(msg) ||
      hex === undefined ||
      hex.length > longestHex ||
      msg.startsWith("control_ping") ||
      unexpected_message
    )
      continue;
    const count = (seen.get(msg) ?? 0) + 1;
    seen.set(msg, count);
    if (count > mostOfOneKind) continue;
    const facts = Object.entries(json).filter(
      ([name, value]) => name !== "context" && ["number", "boolean"].includes(typeof value),
    );
    console.log(JSON.stringify([scenario, dir, msg, crc, Object.fromEntries(facts), hex]));
  }
}
