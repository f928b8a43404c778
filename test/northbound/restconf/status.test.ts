import assert from "node:assert/strict";
import { test } from "node:test";
import { ManagementError } from "../../../src/errors/management-error.js";
import { statusOf, statusOfTag } from "../../../src/northbound/restconf/status.js";

/** RFC 8040 section 7, all statuses that a tag may have. */
const permitted: Readonly<Record<string, readonly number[]>> = {
  "in-use": [409],
  "invalid-value": [400, 404, 406],
  "too-big": [413, 400],
  "missing-attribute": [400],
  "bad-attribute": [400],
  "unknown-attribute": [400],
  "missing-element": [400],
  "bad-element": [400],
  "unknown-element": [400],
  "unknown-namespace": [400],
  "access-denied": [401, 403],
  "lock-denied": [409],
  "resource-denied": [409],
  "rollback-failed": [500],
  "data-exists": [409],
  "data-missing": [409],
  "operation-not-supported": [405, 501],
  "operation-failed": [412, 500],
  "partial-operation": [500],
  "malformed-message": [400],
};

for (const [tag, status] of Object.entries(statusOfTag)) {
  test(`${tag} is answered with ${status}, which RFC 8040 has for it`, () => {
    assert.ok(permitted[tag]?.includes(status));
  });
}

test("every error is a 4xx or a 5xx, whatever the method", () => {
  for (const tag of Object.keys(statusOfTag) as (keyof typeof statusOfTag)[]) {
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) {
      for (const details of [{}, { appTag: "must-violation" }, { appTag: "ietf-list-pagination:cursor-not-found" }]) {
        const status = statusOf(new ManagementError(tag, { message: "no", ...details }), method);
        assert.ok(status >= 400 && status < 600, `${tag} of ${method}`);
      }
    }
  }
});

test("a reply that is too big is 400 and a request that is too big is 413", () => {
  const error = new ManagementError("too-big", { message: "too big" });
  assert.equal(statusOf(error, "GET"), 400);
  assert.equal(statusOf(error, "PUT"), 413);
});

test("a broken constraint of the model is 412 and a failure of the server 500", () => {
  for (const appTag of ["must-violation", "a-tag-of-the-module"]) {
    const broken = new ManagementError("operation-failed", { message: "no", appTag });
    assert.equal(statusOf(broken, "PUT"), 412);
  }
  assert.equal(statusOf(new ManagementError("operation-failed", { message: "no" }), "PUT"), 500);
});
