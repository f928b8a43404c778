/** Instance paths as RFC 7951 6.11 writes them: "/mod:list[key='v']/leaf", the form that all layers share. */

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
const predicatePattern =
  /\[\s*(?:(\d+)|((?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*|\.)\s*=\s*(?:'([^']*)'|"([^"]*)"))\s*\]/y;

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

/** One predicate; undefined when the value has quotes of both kinds, for which the form has no notation. */
export function formatPredicate(key: string, value: string): string | undefined {
  if (!value.includes("'")) return `[${key}='${value}']`;
  if (!value.includes('"')) return `[${key}="${value}"]`;
  return undefined;
}

function parsePredicates(path: string, start: number): { predicates: PathPredicate[]; end: number } {
  const predicates: PathPredicate[] = [];
  let end = start;
  for (;;) {
    predicatePattern.lastIndex = end;
    const match = predicatePattern.exec(path);
    if (match === null) return { predicates, end };
    predicates.push({ key: match[2], value: match[1] ?? match[3] ?? match[4] ?? "" });
    end = predicatePattern.lastIndex;
  }
}
