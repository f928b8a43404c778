import assert from "node:assert/strict";
import { test } from "node:test";
import { interfaceEvent } from "../../translators/interfaces/interface-event.js";

const ADMIN_UP = 1;
const LINK_UP = 2;

const told = (flags: number, deleted = false) =>
  interfaceEvent.tell({ keyOf: <Key>() => ({ name: "loop0" }) as Key }, { swIfIndex: 1, flags, deleted, pid: 1 })
    ?.content;

test("an event of an interface tells what came up, and of the rest nothing", () => {
  assert.deepEqual(told(ADMIN_UP), { interface: "loop0", "admin-status": "up" });
  assert.deepEqual(told(LINK_UP), { interface: "loop0", "oper-status": "up" });
  assert.deepEqual(told(ADMIN_UP | LINK_UP), { interface: "loop0", "admin-status": "up", "oper-status": "up" });
});

test("whether an interface was disabled or lost its link, no packet passes", () => {
  assert.deepEqual(told(0), { interface: "loop0", "oper-status": "down" });
});

test("the end of an interface is told by the configuration alone", () => {
  assert.equal(told(0, true), undefined);
});
