import assert from "node:assert/strict";
import { test } from "node:test";
import { accessOf, mayAccess, mayExecute } from "../../src/access-control/decide.js";
import { NO_RULE, readMask } from "../../src/access-control/read-mask.js";
import { type AccessOperation, readNacm } from "../../src/access-control/rules.js";
import { type SchemaNode, SchemaTree } from "../../src/schema/schema-tree.js";

function node(id: number, path: string, parent?: SchemaNode, nacm?: SchemaNode["nacm"]): SchemaNode {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/^.*:/, "");
  const defaults = {
    kind: "container",
    config: true,
    children: [],
    keys: [],
    presence: false,
    verbatim: false,
    secret: false,
  } as const;
  const module = "fruit";
  return { ...defaults, id, module, name, path, parent, userOrdered: false, mandatory: false, type: undefined, nacm };
}

const bowl = node(0, "/fruit:bowl");
const apple = node(1, "/fruit:bowl/apple", bowl);
const taste = node(2, "/fruit:bowl/apple/taste", apple);
const secret = node(3, "/fruit:secret", undefined, "default-deny-all");
const inner = node(4, "/fruit:secret/key", secret);
const guarded = node(5, "/fruit:guarded", undefined, "default-deny-write");
const fruit = { name: "fruit", namespace: "urn:fruit", prefix: "f", revision: undefined, implemented: true };
const schema = new SchemaTree(
  [{ ...fruit, features: [], deviatedBy: [], submodules: [] }],
  [bowl, apple, taste, secret, inner, guarded],
  "1",
);

function accessFor(user: string, ...rules: readonly Record<string, unknown>[]) {
  const nacm = readNacm(
    {
      groups: { group: [{ name: "pickers", "user-name": ["ann"] }] },
      "rule-list": [
        { name: "list", group: ["pickers"], rule: rules.map((rule, index) => ({ name: `r${index}`, ...rule })) },
      ],
    },
    schema,
  );
  return accessOf(nacm, user);
}

const appleA = "/fruit:bowl/apple[name='a']";

test("without rules all may be read and nothing written", () => {
  const access = accessFor("ann");
  assert.equal(mayAccess(access, taste, `${appleA}/taste`, "read", schema), true);
  assert.equal(mayAccess(access, taste, `${appleA}/taste`, "update", schema), false);
});

test("default-deny-all hides a node and all below it, default-deny-write guards it against writing", () => {
  const access = accessFor("ann");
  assert.equal(mayAccess(access, inner, "/fruit:secret/key", "read", schema), false);
  assert.equal(mayAccess(access, guarded, "/fruit:guarded", "read", schema), true);
  assert.equal(mayAccess(access, guarded, "/fruit:guarded", "create", schema), false);
});

test("the first rule that matches decides", () => {
  const deny = { "module-name": "fruit", path: `${appleA}`, "access-operations": "update", action: "deny" };
  const permit = { "module-name": "*", "access-operations": "*", action: "permit" };
  const access = accessFor("ann", deny, permit);
  assert.equal(mayAccess(access, taste, `${appleA}/taste`, "update", schema), false);
  assert.equal(mayAccess(access, taste, "/fruit:bowl/apple[name='b']/taste", "update", schema), true);
  assert.equal(mayAccess(access, taste, `${appleA}/taste`, "delete", schema), true);
});

test("a user in no group of a list is not touched by its rules", () => {
  const access = accessFor("bob", { "module-name": "*", action: "permit" });
  assert.equal(mayAccess(access, taste, `${appleA}/taste`, "update", schema), false);
});

test("$USER in a path stands for the session's user", () => {
  const own = { path: "/fruit:bowl/apple[name='$USER']", "access-operations": "update", action: "permit" };
  const access = accessFor("ann", own);
  assert.equal(mayAccess(access, taste, "/fruit:bowl/apple[name='ann']/taste", "update", schema), true);
  assert.equal(mayAccess(access, taste, `${appleA}/taste`, "update", schema), false);
});

test("rpc rules, close-session and the rpcs that are denied by default", () => {
  const access = accessFor("ann", {
    "module-name": "fruit",
    "rpc-name": "peel",
    "access-operations": "exec",
    action: "deny",
  });
  assert.equal(mayExecute(access, "fruit", "peel"), false);
  assert.equal(mayExecute(access, "fruit", "wash"), true);
  assert.equal(mayExecute(access, "ietf-netconf", "close-session"), true);
  assert.equal(mayExecute(access, "ietf-netconf", "kill-session"), false);
});

test("NACM that is switched off, and a recovery session, permit everything", () => {
  const off = accessOf(readNacm({ "enable-nacm": false }, schema), "bob");
  assert.equal(mayAccess(off, inner, "/fruit:secret/key", "update", schema), true);
  const recovery = accessOf(readNacm({}, schema), "root", [], true);
  assert.equal(mayExecute(recovery, "ietf-netconf", "kill-session"), true);
});

test("the read mask says for every node what the rules say for it", () => {
  const operations: readonly AccessOperation[] = ["read"];
  const rules = [
    { "module-name": "fruit", path: "/fruit:secret", "access-operations": "read", action: "permit" },
    { "module-name": "fruit", path: `${appleA}`, "access-operations": "read", action: "deny" },
  ];
  const access = accessFor("ann", ...rules);
  const mask = readMask(access, schema)!;
  for (const operation of operations) {
    assert.equal(mask.permit[inner.id] === 1, mayAccess(access, inner, "/fruit:secret/key", operation, schema));
  }
  assert.equal(mask.firstRule[inner.id], 0);
  assert.equal(mask.firstRule[apple.id], NO_RULE);
  assert.deepEqual(mask.instanceRules, [{ index: 1, xpath: "/fruit:bowl/fruit:apple[fruit:name='a']", permit: false }]);
});

test("a user who may read all needs no mask", () => {
  assert.equal(readMask(accessFor("ann", { "module-name": "*", action: "permit" }), schema), undefined);
});
