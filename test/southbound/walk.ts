/**
 * A walk over configurations: each step adds some of what the scenarios have brought about to what is there, takes some away, or
 * changes all. VPP may refuse a step; it has to live, and to have what is intended, behind each of them.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { ManagementError } from "../../src/errors/management-error.js";
import type { Configuration, TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import { mixed } from "./mixed.js";

/** Most configurations that are there at once. */
const MOST = 6;

export interface Walk {
  /** What the steps draw from. */
  readonly configurations: readonly Configuration[];
  /** The same seed draws the same steps. */
  readonly seed: number;
  readonly steps: number;
}

/** How many steps were taken, and how many were refused. */
export interface Walked {
  readonly taken: number;
  readonly refused: number;
}

/** Walks, and holds after each step that VPP has what is intended, and at the end that it is as before. */
export async function walk(bed: TestBed, { configurations, seed, steps }: Walk): Promise<Walked> {
  const before = await lasting(bed);
  const { process } = bed.southbound.status;
  const walked = { taken: 0, refused: 0 };
  let there: readonly Configuration[] = [];
  for (const step of fc.sample(stepsAmong(configurations), { seed, numRuns: steps })) {
    const next = after(there, step);
    const refusal = await refusalOf(bed, mixed(bed.schema, ...next));
    if (refusal === undefined) {
      there = next;
      walked.taken++;
    } else walked.refused++;
    const where = `step ${walked.taken + walked.refused} of the walk, ${refusal ?? "taken"}: ${JSON.stringify(next)}`;
    assert.deepEqual(bed.southbound.status.process, process, where);
    assert.deepEqual(await bed.southbound.compare(), [], where);
  }
  await bed.configure({});
  assert.deepEqual(await bed.southbound.compare(), []);
  assert.deepEqual(await lasting(bed), before);
  return walked;
}

/** What VPP holds, but for the interfaces that it makes itself: it keeps those of LISP. */
async function lasting(bed: TestBed): Promise<unknown> {
  const { [INTERFACES]: { interface: all = [] } = {}, ...others } = (await configurationIn(bed)) as Held;
  const ours = all.filter((entry) => entry["@"]?.["ietf-origin:origin"] !== "ietf-origin:system");
  return { ours, others };
}

const INTERFACES = "ietf-interfaces:interfaces";

interface Held {
  readonly [INTERFACES]?: {
    readonly interface?: readonly { readonly "@"?: { readonly "ietf-origin:origin"?: string } }[];
  };
}

interface Step {
  readonly kind: "more" | "others" | "fewer" | "none";
  readonly drawn: readonly Configuration[];
  /** Of those that are there, the one that goes. */
  readonly place: number;
}

function stepsAmong(configurations: readonly Configuration[]): fc.Arbitrary<Step> {
  return fc.record({
    kind: fc.constantFrom("more", "more", "others", "others", "fewer", "none"),
    drawn: fc.array(fc.constantFrom(...configurations), { minLength: 1, maxLength: 3 }),
    place: fc.nat(MOST - 1),
  });
}

function after(there: readonly Configuration[], { kind, drawn, place }: Step): readonly Configuration[] {
  if (kind === "none") return [];
  if (kind === "others") return drawn;
  if (kind === "fewer") return there.filter((_, at) => at !== place % there.length);
  return [...there, ...drawn].slice(-MOST);
}

/** Why the model or VPP does not take it; undefined when they do. Throws when VPP is gone or silent, or keeps a part. */
async function refusalOf(bed: TestBed, configuration: Configuration): Promise<string | undefined> {
  try {
    await bed.configure(configuration);
    return undefined;
  } catch (refusal) {
    const { tag, message } = refusal as ManagementError;
    if (tag === "resource-denied" || tag === "rollback-failed") throw refusal;
    return message;
  }
}
