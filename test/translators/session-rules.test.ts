import assert from "node:assert/strict";
import { test } from "node:test";
import { CliInband, SessionRuleAddDel } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { prefix } from "../../translators/ip/addresses.js";
import { KnownRules } from "../../translators/session/known-rules.js";
import { sessionRule } from "../../translators/session/rule.js";
import { type Rule, scopes, transports } from "../../translators/session/rule-table.js";

const rule = (tag: string, remote: string): Rule => ({
  transportProto: transports.tcp,
  scope: scopes.global,
  lcl: prefix(remote.includes(":") ? "::/0" : "0.0.0.0/0"),
  rmt: prefix(remote),
  lclPort: 0,
  rmtPort: 0,
  actionIndex: 0,
  tag,
});

test("rules are known by their tags and by the addresses that they are for", () => {
  const [wide, host, elsewhere, other] = [
    rule("web/wide", "10.0.0.0/8"),
    rule("web/host", "10.1.2.3/32"),
    rule("web/elsewhere", "192.0.2.0/24"),
    rule("web/host", "2001:db8::/32"),
  ];
  const known = new KnownRules([wide, host, elsewhere, other]);
  const near = (remote: string) => Array.from(known.near(rule("web/new", remote)), ({ tag }) => tag).sort();
  assert.deepEqual(near("10.1.0.0/16"), ["web/host", "web/wide"]);
  assert.deepEqual(near("10.9.9.9/32"), ["web/wide"]);
  assert.deepEqual(near("2001:db8::1/128"), ["web/host"]);
  assert.equal(known.withTagOf(rule("web/host", "2001:db8:1::/48")), other);
  known.delete(host);
  assert.deepEqual(near("10.1.0.0/16"), ["web/wide"]);
  assert.equal(known.withTagOf(host), undefined);
  assert.equal(known.withTagOf(other), other);
});

/** A VPP that lists no rules. `asked` has what it was asked, in order. */
function contextOf(asked: string[], refuses: (tag: string) => boolean = () => false): TranslatorContext {
  const remembering =
    (answers = new Map<string, Promise<unknown>>()) =>
    (name: string, ask: () => Promise<unknown>) => {
      if (!answers.has(name)) answers.set(name, ask());
      return answers.get(name);
    };
  const call = async (
    { name }: { name: string },
    { cmd, tag = "", isAdd }: { cmd?: string; tag?: string; isAdd?: boolean },
  ) => {
    asked.push(cmd ?? `${isAdd ? "add" : "delete"} ${tag}`);
    if (name === SessionRuleAddDel.name && refuses(tag)) throw new Error("refused");
    return name === CliInband.name ? { reply: "" } : { retval: 0 };
  };
  return {
    vpp: { call },
    handleOf: () => 7,
    once: remembering(),
    oncePerRun: remembering(),
  } as unknown as TranslatorContext;
}

const entry = (namespace: string, name: string, remote: string) => ({
  key: { namespace, name },
  value: { transport: "tcp", "remote-prefix": remote } as const,
});
const listing = (namespace: string) => `show session rules tcp appns ${namespace} scope global`;

test("the rules of VPP are listed once for many that are added", async () => {
  const asked: string[] = [];
  const context = contextOf(asked);
  const entries = Array.from({ length: 100 }, (_, index) => entry("web", `r${index}`, `10.0.${index}.0/24`));
  await Promise.all(entries.map((each) => sessionRule.create(context, each)));
  assert.deepEqual(asked.slice(0, 2), [listing("web"), "add web/r0"]);
  assert.equal(asked.length, 101);
});

test("they are listed again for another namespace, after a deletion, and after a refusal", async () => {
  const asked: string[] = [];
  const context = contextOf(asked, (tag) => tag === "web/bad");
  await sessionRule.create(context, entry("web", "a", "10.0.0.0/24"));
  await sessionRule.create(context, entry("db", "a", "10.0.1.0/24"));
  await sessionRule.create(context, entry("web", "b", "10.0.2.0/24"));
  await sessionRule.delete(context, entry("web", "a", "10.0.0.0/24"));
  await sessionRule.create(context, entry("web", "c", "10.0.3.0/24"));
  await assert.rejects(async () => sessionRule.create(context, entry("web", "bad", "10.0.4.0/24")), /refused/);
  await sessionRule.create(context, entry("web", "d", "10.0.5.0/24"));
  assert.deepEqual(asked, [
    ...[listing("web"), "add web/a", listing("db"), "add db/a", listing("web"), "add web/b"],
    ...["delete web/a", listing("web"), "add web/c", "add web/bad", listing("web"), "add web/d"],
  ]);
});

test("what was added in the same commit is in the way of what comes later", async () => {
  const asked: string[] = [];
  const context = contextOf(asked);
  await sessionRule.create(context, entry("web", "narrow", "10.0.0.0/24"));
  await sessionRule.create(context, entry("web", "wide", "10.0.0.0/8"));
  assert.deepEqual(asked.slice(2), ["delete web/narrow", "add web/wide", "add web/narrow"]);
});
