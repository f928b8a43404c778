// Random edits of the module services.
import type { Random } from "./random.js";
import { distinct, insert, leaf, operation, some } from "./random-edit.js";

const namespace = "urn:sweetcomb:test:services";

/** @param size number of entries that the edits mostly stay within */
export function randomServiceEdit(random: Random, size: number): string {
  const parts: string[] = [];
  if (random.chance(0.85)) parts.push(distinct(random.pick([1, 1, 1, 2, 3]), () => entry(random, size)));
  if (random.chance(0.2)) parts.push(settings(random, size));
  if (random.chance(0.15)) parts.push(`<flag${operation(random)}>f${random.below(6)}</flag>`);
  const solo = random.chance(0.15) ? soloEntry(random, size) : "";
  return `<services xmlns="${namespace}">${parts.join("")}</services>${solo}`;
}

/** A valid tree of that many entries. */
export function initialServices(size: number): string {
  const entries = Array.from(
    { length: size },
    (_, i) => `<entry><name>e${i}</name><kind>${i % 2 ? "b" : "a"}</kind><ma>1</ma><addr>10.0.0.${i}</addr></entry>`,
  );
  return `<services xmlns="${namespace}">${entries.join("")}</services>`;
}

function entry(random: Random, size: number): { key: string; xml: string } {
  const name = entryName(random, size);
  const attribute = operation(random, 0.3);
  const head = `<entry${attribute}><name>${name}</name>`;
  if (/delete|remove/.test(attribute)) return { key: name, xml: `${head}</entry>` };
  const mandatory = random.chance(0.5) ? `<kind>${random.pick(["a", "b", "c"])}</kind>` : "";
  const parts = entryParts(random, size).filter(([part]) => part !== "kind" || mandatory === "");
  const choice = random.chance(0.5) ? leaf(random, "ma", ["1"]) : "";
  const others = parts.filter(([part]) => part !== "ma" || choice === "").map(([, make]) => make);
  return {
    key: name,
    xml: `${head}${choice}${mandatory}${some(random, others, random.pick([1, 1, 2, 3, 4]))}</entry>`,
  };
}

function entryParts(random: Random, size: number): [name: string, make: () => string][] {
  const leaves: Record<string, readonly string[]> = {
    addr: numbers(size).map((i) => `10.0.0.${i}`),
    port: ["80", "81", "82"],
    alias: ["x", "y", "z", "u", "v", "w"],
    kind: ["a", "b", "b", "c"],
    mtu: ["100", "666", "1500", "1501"],
    lo: ["-5", "0", "5"],
    hi: ["-1", "3", "9"],
    prior: ["r"],
    extra: ["x", "y", "q"],
    extra2: ["m"],
    peer: numbers(size + 2).map((i) => `e${i}`),
    paddr: numbers(size).map((i) => `10.0.0.${i}`),
    pmode: ["1500", "100"],
    x1d: ["7", "8"],
    x2: ["1"],
    x2d: ["9", "2"],
    i1a: ["1"],
    i2a: ["1"],
    ma: ["1", "2"],
    mb: ["1"],
    gm: ["1", "2"],
  };
  return [
    ...Object.entries(leaves).map(([name, values]): [string, () => string] => [name, () => leaf(random, name, values)]),
    ["x2l", () => `<x2l${operation(random)}><k>${random.below(4)}</k></x2l>`],
    ["i2l", () => `<i2l${operation(random)}>${random.below(3)}</i2l>`],
    ["tag", () => tag(random)],
    ["dl", () => `<dl${operation(random)}>${random.below(4)}</dl>`],
    ["lim", () => limits(random)],
    ["opt", () => optionalPart(random)],
  ];
}

function tag(random: Random): string {
  const where = insert(random, "value", () => `t${random.below(4)}`);
  return `<tag${where}${operation(random)}>t${random.below(4)}</tag>`;
}

function limits(random: Random): string {
  const a = random.chance(0.5) ? leaf(random, "a", ["5", "150"]) : "";
  const b = random.chance(0.5) ? leaf(random, "b", ["1"]) : "";
  const subs = distinct(random.below(3), () => {
    const key = String(random.below(4));
    const where = insert(random, "key", () => `[k='${random.below(4)}']`);
    const value = random.chance(0.7) ? `<v>${random.below(4)}</v>` : "";
    return { key, xml: `<sub${where}${operation(random)}><k>${key}</k>${value}</sub>` };
  });
  return `<lim${operation(random)}>${a}${b}${subs}</lim>`;
}

function optionalPart(random: Random): string {
  const m = random.chance(0.7) ? leaf(random, "m", ["1"]) : "";
  const need = random.chance(0.6) ? `<need${operation(random)}>${random.below(4)}</need>` : "";
  return `<opt${operation(random)}>${m}${need}</opt>`;
}

function settings(random: Random, size: number): string {
  const mode = random.chance(0.6) ? leaf(random, "mode", ["on", "off"]) : "";
  const primary = random.chance(0.5)
    ? leaf(
        random,
        "primary",
        numbers(size + 1).map((i) => `e${i}`),
      )
    : "";
  const cap = random.chance(0.3) ? leaf(random, "cap", [size, size + 2, size + 8].map(String)) : "";
  const watch = random.chance(0.4) ? watchEntry(random, size) : "";
  return `<settings${operation(random, 0.05)}>${mode}${primary}${cap}${watch}</settings>`;
}

function watchEntry(random: Random, size: number): string {
  const where = insert(random, "value", () => entryName(random, size));
  return `<watch${where}${operation(random)}>${entryName(random, size)}</watch>`;
}

function soloEntry(random: Random, size: number): string {
  const target = random.chance(0.6)
    ? leaf(
        random,
        "w",
        numbers(size + 1).map((i) => `e${i}`),
      )
    : "";
  return `<solo xmlns="${namespace}"${operation(random)}><id>${random.below(7)}</id>${target}</solo>`;
}

function entryName(random: Random, size: number): string {
  return `e${random.below(size + 4)}`;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
