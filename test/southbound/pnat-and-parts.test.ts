import { describe, test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const translation = (name: string, port: number, to: string) => ({
  name,
  match: { "destination-address": "192.0.2.53", protocol: "udp", "destination-port": port },
  rewrite: { "destination-address": to },
});
const translated = (input: readonly object[], output: readonly object[]) =>
  a.loopback("loop0", {
    "sweetcomb-pnat:policy-nat": {
      ...(input.length > 0 && { input: { translation: input } }),
      ...(output.length > 0 && { output: { translation: output } }),
    },
  });
const part = (name: string, mac: string) => ({
  name,
  type: "sweetcomb-sub-interfaces:p2p-ethernet",
  "sweetcomb-sub-interfaces:p2p-ethernet": { parent: "loop0", "remote-mac": mac },
});
const filters = (...filtered: readonly object[]) => ({
  "sweetcomb-session:session-layer": { "rule-engine": "source-deny-list", "filtered-source": filtered },
});
const source = (prefix: string, action: string) => ({ namespace: "default", prefix, action });

describe("VPP refuses a message in the midst of a commit", () => {
  const one = translation("one", 1, "198.51.100.1");
  const two = translation("two", 2, "198.51.100.2");
  const changes = {
    "that changes translations of policy NAT": [
      a.interfaces(translated([one, two], [one])),
      a.interfaces(translated([two, translation("three", 3, "198.51.100.3")], [])),
    ],
    "that takes a translation of policy NAT away": [
      a.interfaces(translated([one, two], [])),
      a.interfaces(translated([two], [])),
    ],
    "that changes point-to-point parts": [
      a.interfaces(a.loopback("loop0"), part("alice", "02:00:00:00:00:01"), part("bob", "02:00:00:00:00:02")),
      a.interfaces(a.loopback("loop0"), part("alice", "02:00:00:00:00:03"), part("carol", "02:00:00:00:00:02")),
    ],
    "that changes filters of sources": [
      filters(source("10.0.0.0/8", "deny"), source("192.0.2.0/24", "deny")),
      filters(source("10.0.0.0/8", "allow"), source("198.51.100.0/24", "deny")),
    ],
  } as const;
  for (const [name, [first, second]] of Object.entries(changes)) {
    test(`${name}, and VPP is as before`, async () => {
      const bed = await createTestBed();
      try {
        await bed.configure(first);
        await eachMessageIsRefused(bed, first, second);
      } finally {
        await bed.close();
      }
    });
  }
});
