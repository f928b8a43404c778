// Parts that random edits of any module are made of.
import type { Random } from "./random.js";

const anyOperation = ["merge", "replace", "create", "delete", "remove"];
const settingOperation = ["merge", "replace", "create"];
const removingOperation = ["delete", "remove", "remove"];

/** An operation attribute, or more often none. */
export function operation(random: Random, probability = 0.35): string {
  return random.chance(probability) ? ` nc:operation="${random.pick(anyOperation)}"` : "";
}

/** A leaf with one of the values, or its removal. */
export function leaf(random: Random, name: string, values: readonly string[]): string {
  if (random.chance(0.2)) return `<${name} nc:operation="${random.pick(removingOperation)}"/>`;
  const attribute = random.chance(0.1) ? ` nc:operation="${random.pick(settingOperation)}"` : "";
  return `<${name}${attribute}>${random.pick(values)}</${name}>`;
}

/** An insert attribute for an entry ordered by the user; `anchor` names one of the others. */
export function insert(random: Random, attribute: "key" | "value", anchor: () => string): string {
  if (random.chance(0.5)) return ` yang:insert="${random.pick(["first", "last"])}"`;
  if (random.chance(0.4)) return "";
  return ` yang:insert="${random.pick(["before", "after"])}" yang:${attribute}="${anchor()}"`;
}

/** Some of the parts, each at most once, in random order. */
export function some(random: Random, parts: readonly (() => string)[], count: number): string {
  const chosen = new Set<() => string>();
  for (let i = 0; i < count; i++) chosen.add(random.pick(parts));
  return [...chosen].map((part) => part()).join("");
}

/** The same part up to `count` times, without two that have the same key. */
export function distinct(count: number, part: () => { key: string; xml: string }): string {
  const parts = new Map<string, string>();
  for (let i = 0; i < count; i++) {
    const { key, xml } = part();
    if (!parts.has(key)) parts.set(key, xml);
  }
  return [...parts.values()].join("");
}
