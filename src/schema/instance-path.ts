/**
 * Instance paths as RFC 7951 6.11 writes them: "/mod:list[key='v']/leaf", the form that all layers share. A value that holds both
 * kinds of quotes, for which the RFC has no notation, is written as XPath has to write it: concat('a', "'", 'b"').
 */

import { LITERAL, literalValue, xpathLiteral } from "libyang-wasm/literal";

export { xpathLiteral };

export interface PathPredicate {
  /** Name of the key leaf; "." for the value of a leaf-list entry; undefined when `value` is a position. */
  readonly key: string | undefined;
  readonly value: string;
}

export interface PathStep {
  /** Undefined where it is that of the step before. */
  readonly module: string | undefined;
  readonly name: string;
  readonly predicates: readonly PathPredicate[];
}

const stepPattern = /\/(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)/y;
const predicatePattern = new RegExp(
  `\\[\\s*(?:(\\d+)|((?:[A-Za-z_][\\w.-]*:)?[A-Za-z_][\\w.-]*|\\.)\\s*=\\s*(${LITERAL}))\\s*\\]`,
  "y",
);

/** The steps of an instance path; undefined when it is not one. */
export function parseInstancePath(path: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  let position = 0;
  while (position < path.length) {
    stepPattern.lastIndex = position;
    const step = stepPattern.exec(path);
    if (step === null) return undefined;
    const { predicates, end } = parsePredicates(path, stepPattern.lastIndex);
    steps.push({ module: step[1], name: step[2]!, predicates });
    position = end;
  }
  return steps;
}

/** Paths of the nodes that a node stands in, the nearest last. Values of predicates may hold slashes. */
export function ancestorPaths(path: string): readonly string[] {
  const steps = path.match(/\/[^/[]+(?:\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*/g) ?? [];
  return steps.slice(0, -1).map((_step, index) => steps.slice(0, index + 1).join(""));
}

export function formatPredicate(key: string, value: string): string {
  return `[${key}=${xpathLiteral(value)}]`;
}

/** The predicates that begin at `start`, and where they end. */
export function parsePredicates(
  path: string,
  start: number,
): { readonly predicates: readonly PathPredicate[]; readonly end: number } {
  const predicates: PathPredicate[] = [];
  let end = start;
  for (;;) {
    predicatePattern.lastIndex = end;
    const match = predicatePattern.exec(path);
    if (match === null) return { predicates, end };
    const [, position, key, literal = ""] = match;
    predicates.push({ key, value: position ?? literalValue(literal) });
    end = predicatePattern.lastIndex;
  }
}
