/** Requests that are nearly right: good ones with pieces taken out, put in, exchanged and repeated. */

/** Numbers from 0 up to, not including, the limit. */
export type Random = (limit: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[random(items.length)]!;
}

/** Pieces that parsers and validators trip over. */
const pieces = [
  "",
  "<",
  ">",
  "&",
  "&amp;",
  "&#0;",
  "<!--",
  "<![CDATA[",
  "]]>",
  "<?xml?>",
  "<!DOCTYPE a [<!ENTITY b 'c'>]>",
  "\u0000",
  "\ufffe",
  "é",
  "-1",
  "18446744073709551616",
  "1e9",
  "true",
  "null",
  "{}",
  "[]",
  '"',
  "'",
  "/",
  "//*",
  "[.='",
  "::",
  "xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'",
  "x".repeat(5000),
] as const;

/** One to four changes of a text; pieces of other good texts are put in as well. */
export function mutate(text: string, corpus: readonly string[], random: Random): string {
  let mutated = text;
  for (let count = 1 + random(4); count > 0; count--) mutated = changeOnce(mutated, corpus, random);
  return mutated;
}

function changeOnce(text: string, corpus: readonly string[], random: Random): string {
  const [from, to] = [random(text.length + 1), random(text.length + 1)].sort((one, other) => one - other) as [
    number,
    number,
  ];
  const short = Math.min(to, from + 1 + random(20));
  switch (random(5)) {
    case 0:
      return text.slice(0, from) + text.slice(short);
    case 1:
      return text.slice(0, from) + pick(pieces, random) + text.slice(from);
    case 2:
      return text.slice(0, from) + pick(pieces, random) + text.slice(short);
    case 3:
      return text.slice(0, to) + text.slice(from, to).slice(0, 2000) + text.slice(to);
    default: {
      const other = pick(corpus, random);
      const at = random(other.length + 1);
      return text.slice(0, from) + other.slice(at, at + 1 + random(60)) + text.slice(from);
    }
  }
}
