/** Rules that VPP's host stack has, listed once for a run, although each rule that is added has to be looked at beside those that are there. */

import type { TranslatorContext } from "../../src/southbound/translator.js";
import { blocksOf, blocksToLookIn } from "../ip/prefix-blocks.js";
import { listRules, type Rule, type scopes, type transports } from "./rule-table.js";

/** Which of the tables of a namespace. */
export interface RuleTable {
  readonly transport: keyof typeof transports;
  readonly scope: keyof typeof scopes;
}

/** The rules of one table, found by what they are for. */
export class KnownRules {
  readonly #byTag = new Map<string, Rule>();
  readonly #byBlock = new Map<string, Set<Rule>>();

  constructor(rules: Iterable<Rule>) {
    for (const rule of rules) this.add(rule);
  }

  /** The one with the tag of this rule, in its family. */
  withTagOf(rule: Rule): Rule | undefined {
    return this.#byTag.get(tagIn(rule));
  }

  /** Those for remote addresses of this rule, and some others of its family. */
  *near(rule: Rule): Iterable<Rule> {
    for (const name of blocksToLookIn(rule.rmt)) yield* this.#byBlock.get(blockIn(rule, name)) ?? [];
  }

  add(rule: Rule): void {
    this.#byTag.set(tagIn(rule), rule);
    for (const name of blocksOf(rule.rmt)) {
      const block = blockIn(rule, name);
      const others = this.#byBlock.get(block);
      if (others === undefined) this.#byBlock.set(block, new Set([rule]));
      else others.add(rule);
    }
  }

  delete(rule: Rule): void {
    this.#byTag.delete(tagIn(rule));
    for (const name of blocksOf(rule.rmt)) this.#byBlock.get(blockIn(rule, name))?.delete(rule);
  }
}

/** VPP is asked at the first need of a run, and again when another namespace was asked about meanwhile: it may have the same table. */
export async function knownRules(context: TranslatorContext, namespace: string, table: RuleTable): Promise<KnownRules> {
  const known = await tablesOf(context);
  const last = known.get(nameOf(table));
  if (last?.namespace === namespace) return last.rules;
  const rules = new KnownRules(await listRules(context.vpp, namespace, table.transport, table.scope));
  known.set(nameOf(table), { namespace, rules });
  return rules;
}

/** For one who changes rules otherwise, or does not know what became of them. */
export async function forgetRules(context: TranslatorContext, table: RuleTable): Promise<void> {
  (await tablesOf(context)).delete(nameOf(table));
}

function tablesOf(context: TranslatorContext) {
  return context.oncePerRun(
    "session rules",
    async () => new Map<string, { readonly namespace: string; readonly rules: KnownRules }>(),
  );
}

function nameOf({ transport, scope }: RuleTable): string {
  return `${transport} ${scope}`;
}

function tagIn({ tag, rmt }: Rule): string {
  return `${rmt.address.af} ${tag}`;
}

function blockIn({ rmt }: Rule, name: string): string {
  return `${rmt.address.af} ${name}`;
}
