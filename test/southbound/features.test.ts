import assert from "node:assert/strict";
import { test } from "node:test";
import { absentFeatures, featureOf, neededFeatures } from "../../src/southbound/features.js";

const message = (name: string) => ({ name }) as never;
const apiModules = [
  { name: "nat44_ed", messages: [message("nat44_add_del"), message("nat44_dump")] },
  { name: "acl", messages: [message("acl_add_replace")] },
] as never;
const nameOf = featureOf(apiModules);

test("a feature is named after the API file of its messages", () => {
  assert.equal(nameOf("nat44_dump"), "nat44-ed");
});

test("the features of translators are those of the messages that they need, each once", () => {
  const translators = [
    { messages: [message("nat44_dump"), message("nat44_add_del")] },
    { messages: [], partMessages: [message("acl_add_replace")] },
  ];
  assert.deepEqual(neededFeatures(translators as never, nameOf), ["acl", "nat44-ed"]);
});

test("a feature is absent when one message is missing, whichever translators need it for all that they do or a part of it", () => {
  const missing = new Map([
    ["pool", ["nat44_add_del"]],
    ["mapping", ["nat44_add_del", "nat44_dump"]],
  ]);
  assert.deepEqual(
    absentFeatures(missing, ["acl_add_replace"], nameOf),
    new Map([
      ["nat44-ed", ["nat44_add_del", "nat44_dump"]],
      ["acl", ["acl_add_replace"]],
    ]),
  );
});
