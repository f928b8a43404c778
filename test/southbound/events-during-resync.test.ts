import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestBed } from "../translators/test-bed.js";
import * as a from "./configurations.js";

const routerChange = "/sweetcomb-vrrp:virtual-router-state-change";
const withRouter = a.loopback("loop7", {
  enabled: true,
  ...a.addresses("192.0.2.1/24"),
  "sweetcomb-vrrp:vrrp": {
    "virtual-router": [{ id: 7, "address-family": "ipv4", "virtual-address": ["192.0.2.1"], priority: 255 }],
  },
});

test("what happens to an object that a resync makes is told with the object's name", async () => {
  const bed = await createTestBed();
  try {
    // The interface gets another index from the next VPP.
    await bed.configure(a.interfaces(a.loopback("loop5"), withRouter));
    await bed.configure(a.interfaces(withRouter));
    const heard = bed.heard(routerChange);
    const returned = bed.vppReturned();
    await bed.simulator!.restart();
    await returned;
    await bed.resync();
    assert.deepEqual(
      heard.map(({ content }) => content),
      [{ interface: "loop7", id: 7, "address-family": "ipv4", "old-state": "initialize", state: "master" }],
    );
  } finally {
    await bed.close();
  }
});

test("the last that is told of an interface that a resync makes is how it is then", async () => {
  const bed = await createTestBed();
  try {
    await bed.configure(a.interfaces(...["loop1", "loop2", "loop3"].map((name) => a.loopback(name))));
    const heard = bed.heard("/sweetcomb-interfaces:interface-state-change");
    const returned = bed.vppReturned();
    await bed.simulator!.restart();
    await returned;
    await bed.resync();
    const last = new Map(heard.map(({ content }) => [content.interface, content["admin-status"]]));
    assert.deepEqual(Object.fromEntries(last), { loop1: "up", loop2: "up", loop3: "up" });
  } finally {
    await bed.close();
  }
});
