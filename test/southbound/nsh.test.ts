import { test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";
import { eachMessageIsRefused } from "./each-message-refused.js";

const chain = (ttl: number, action: string, index: number) => ({
  ...a.interfaces(a.loopback("loop0")),
  "sweetcomb-nsh:nsh": {
    header: [{ "service-path": 1, "service-index": 9, "next-protocol": "ipv4", ttl }],
    map: [1, index].map((each) => ({
      "service-path": 1,
      "service-index": each,
      action,
      "mapped-service-path": 1,
      "mapped-service-index": 9,
      "lisp-gpe-interface": "loop0",
    })),
  },
});

test("whichever message of service chains VPP refuses, it is as before, and the next commit works", async () => {
  const bed = await createTestBed();
  const first = chain(1, "swap", 2);
  try {
    await bed.configure(first);
    await eachMessageIsRefused(bed, first, chain(2, "push", 3));
  } finally {
    await bed.close();
  }
});
