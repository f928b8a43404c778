/** Random edits of the laboratory, each of them as a NETCONF client and as a RESTCONF client would write it. */

import fc from "fast-check";

/** One node and what is done with it. */
export interface RandomEdit {
  /** merge is PATCH, replace is PUT, create is POST, delete is DELETE. */
  readonly operation: "merge" | "replace" | "create" | "delete";
  readonly node: RandomNode;
}

export type RandomNode =
  | { readonly kind: "leaf"; readonly name: string; readonly value: string | number }
  | { readonly kind: "leaf-list"; readonly name: "tag" | "step"; readonly value: string }
  | { readonly kind: "container"; readonly name: "alarm"; readonly content: Content }
  | {
      readonly kind: "list";
      readonly name: "device" | "task" | "shift";
      readonly keys: Content;
      readonly content: Content;
    };

type Content = Readonly<Record<string, string | number>>;

const word = fc.constantFrom("a", "b", "c/1", "d e", "<&>", "ü,'");
const someOf = (leaves: Readonly<Record<string, fc.Arbitrary<string | number>>>): fc.Arbitrary<Content> =>
  fc.record(leaves, { requiredKeys: [] }) as fc.Arbitrary<Content>;

const leaf = fc.oneof(
  fc.record({ kind: fc.constant("leaf" as const), name: fc.constant("title"), value: fc.constantFrom("t", "u", "") }),
  fc.record({
    kind: fc.constant("leaf" as const),
    name: fc.constant("bench-count"),
    value: fc.constantFrom(4, 5, 300, "x"),
  }),
);
const leafList = fc.record({
  kind: fc.constant("leaf-list" as const),
  name: fc.constantFrom("tag" as const, "step" as const),
  value: word,
});
const alarm = fc.record({
  kind: fc.constant("container" as const),
  name: fc.constant("alarm" as const),
  content: someOf({ delay: fc.constantFrom(30, 60) }),
});
const device = fc.record({
  kind: fc.constant("list" as const),
  name: fc.constant("device" as const),
  keys: fc.record({ name: word }),
  content: someOf({
    serial: fc.integer({ min: 1, max: 5 }),
    cable: fc.constantFrom(
      "example-lab:copper",
      "example-lab:fibre",
      "example-lab-safety:plastic-fibre",
      "example-lab:rope",
    ),
    speed: fc.constantFrom(100, 1000, 40000),
    peer: word,
    "battery-hours": fc.constantFrom("1.5", "2.0"),
    "example-lab-safety:inspected": fc.constantFrom("2026-11-22", "yesterday"),
  }),
});
const task = fc.record({
  kind: fc.constant("list" as const),
  name: fc.constant("task" as const),
  keys: fc.record({ id: fc.nat(4) }),
  content: someOf({ what: word }),
});
const shift = fc.record({
  kind: fc.constant("list" as const),
  name: fc.constant("shift" as const),
  keys: fc.record({ day: word, bench: fc.nat(2) }),
  content: someOf({ person: word }),
});

const randomNode: fc.Arbitrary<RandomNode> = fc.oneof(
  { weight: 1, arbitrary: leaf },
  { weight: 1, arbitrary: leafList },
  { weight: 1, arbitrary: alarm },
  { weight: 5, arbitrary: device },
  { weight: 2, arbitrary: task },
  { weight: 1, arbitrary: shift },
);

export const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  operation: fc.constantFrom("merge", "replace", "create", "delete"),
  node: randomNode,
});
