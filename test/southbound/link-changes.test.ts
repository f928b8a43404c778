import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { LinkChangeLog } from "../../src/southbound/link-changes.js";

const UP = 2;
const ADMIN_UP = 1;
const time = (second: number) => new Date(Date.UTC(2026, 10, 22, 12, 0, second));

let log: LinkChangeLog;
beforeEach(() => {
  log = new LinkChangeLog();
});

function happened(second: number, flags: number, deleted = false): void {
  log.note({ swIfIndex: 1, flags, deleted }, time(second));
}

test("nothing is said of a link without an event", () => {
  assert.equal(log.since(1, true), undefined);
  assert.equal(log.since(1, false), undefined);
});

test("a link is up since its event, and admin up alone does not say so", () => {
  happened(1, 0);
  happened(2, ADMIN_UP);
  assert.deepEqual(log.since(1, false), time(1));
  happened(3, ADMIN_UP | UP);
  assert.deepEqual(log.since(1, true), time(3));
});

test("a link that is not as its last event said has an unknown time", () => {
  happened(1, UP);
  assert.equal(log.since(1, false), undefined);
});

test("of two events of something going down either may be the link's", () => {
  happened(1, UP);
  happened(2, 0);
  assert.deepEqual(log.since(1, false), time(2));
  happened(3, 0);
  assert.equal(log.since(1, false), undefined);
  happened(4, UP);
  assert.deepEqual(log.since(1, true), time(4));
});

test("an interface that is deleted is forgotten", () => {
  happened(1, UP);
  happened(2, 0, true);
  assert.equal(log.since(1, true), undefined);
  assert.equal(log.since(1, false), undefined);
});
