import assert from "node:assert/strict";
import { test } from "node:test";
import { basicCredentials } from "../../../src/northbound/restconf/basic-credentials.js";

const field = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

test("user and password are parted by the first colon, in UTF-8", () => {
  assert.deepEqual(basicCredentials(field("ann:a:b£")), { user: "ann", password: "a:b£" });
  assert.deepEqual(basicCredentials(field("ann:").replace("Basic", "bASIC")), { user: "ann", password: "" });
});

test("other schemes, no colon, no user, control characters and what is no base64 are no credentials", () => {
  for (const value of [undefined, "Bearer abc", "Basic", "Basic ***", field("ann"), field(":x"), field("ann:\u0007")]) {
    assert.equal(basicCredentials(value), undefined);
  }
});
