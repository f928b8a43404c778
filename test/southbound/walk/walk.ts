/**
 * A walk over configurations: each step adds some of what the scenarios have brought about to what is there, takes some away, or
 * changes all, and behind each of them frames come to all interfaces. VPP may refuse a step; it has to live, and to have what is
 * intended, behind each of them.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { ManagementError } from "../../../src/errors/management-error.js";
import { type Random, randomOf } from "../../fuzz/mutate.js";
import { type Arrival, portsOf } from "../../traffic/arrivals.js";
import { drawBurst } from "../../traffic/draw-burst.js";
import { subjectsIn } from "../../traffic/subject.js";
import type { Configuration, TestBed } from "../../translators/test-bed.js";
import { configurationIn } from "../configuration-in.js";
import { mixed } from "../mixed.js";
import { type Deed, perform } from "./deed.js";

/** Most configurations that are there at once. */
const MOST = 6;

export interface Walk {
  /** What the steps draw from. */
  readonly configurations: readonly Configuration[];
  /** The same seed draws the same steps. */
  readonly seed: number;
  readonly steps: number;
  /** Frames that come to each interface behind a step; the simulator has none. */
  readonly frames: number;
  /** Hears of each deed before it is done. */
  readonly before?: (deed: Deed) => void;
}

/** How many steps were taken, how many were refused, and how many frames came. */
export interface Walked {
  readonly taken: number;
  readonly refused: number;
  readonly frames: number;
}

/** Walks, and holds after each step that VPP has what is intended, and at the end that it is as before. */
export async function walk(bed: TestBed, { configurations, seed, steps, frames, before }: Walk): Promise<Walked> {
  const beginning = await lasting(bed);
  const { process } = bed.southbound.status;
  const random = randomOf(seed);
  const walked = { taken: 0, refused: 0, frames: 0 };
  const take = (deed: Deed) => {
    before?.(deed);
    return perform(bed, deed);
  };
  let there: readonly Configuration[] = [];
  for (const step of fc.sample(stepsAmong(configurations), { seed, numRuns: steps })) {
    const next = after(there, step);
    const configuration = mixed(bed.schema, ...next);
    const refusal = await refusalOf(take({ kind: "configure", configuration }));
    if (refusal === undefined) {
      there = next;
      walked.taken++;
    } else walked.refused++;
    const arrivals = bed.simulator === undefined ? await burst(bed, configuration, frames, random) : [];
    await take({ kind: "arrivals", arrivals });
    walked.frames += arrivals.length;
    const where = `step ${walked.taken + walked.refused} of the walk, ${refusal ?? "taken"}: ${JSON.stringify(next)}`;
    assert.deepEqual(bed.southbound.status.process, process, where);
    assert.deepEqual(await bed.southbound.compare(), [], where);
  }
  await bed.configure({});
  assert.deepEqual(await bed.southbound.compare(), []);
  assert.deepEqual(await lasting(bed), beginning);
  return walked;
}

async function burst(
  bed: TestBed,
  configuration: Configuration,
  count: number,
  random: Random,
): Promise<readonly Arrival[]> {
  return drawBurst(await portsOf(await bed.asOther()), subjectsIn(configuration), count, random);
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
async function refusalOf(step: Promise<void>): Promise<string | undefined> {
  try {
    await step;
    return undefined;
  } catch (refusal) {
    const { tag, message } = refusal as ManagementError;
    if (tag === "resource-denied" || tag === "rollback-failed") throw refusal;
    return message;
  }
}
