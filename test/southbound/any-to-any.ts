/**
 * From any configuration to any other: VPP ends where a VPP ends that knew nothing before. The configurations are those that the
 * scenarios have brought about.
 */

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Configuration, TestBed } from "../translators/test-bed.js";
import { configurationIn } from "./configuration-in.js";
import type { Scenarios } from "./scenario.js";

/** The bed, and every configuration that it has taken whole: one with a part left out since a start would be refused from nothing. */
export function recording(bed: TestBed): { readonly bed: TestBed; readonly taken: readonly Configuration[] } {
  const taken: Configuration[] = [];
  const recorder: TestBed = Object.create(bed, {
    configure: {
      value: async (configuration: Configuration) => {
        await bed.configure(configuration);
        if (bed.southbound.status.notApplied.length === 0) taken.push(configuration);
      },
    },
  });
  return { bed: recorder, taken };
}

/** Configurations that scenarios bring about, each once; what a scenario finds wrong is not of interest here. */
export async function configurationsOf(scenarios: Scenarios, bed: TestBed): Promise<readonly Configuration[]> {
  const { bed: recorder, taken } = recording(bed);
  for (const scenario of Object.values(scenarios)) {
    await scenario(recorder).catch(() => undefined);
    await bed.configure({});
  }
  const byText = new Map(taken.map((configuration) => [JSON.stringify(configuration), configuration]));
  return [...byText].filter(([text]) => !hasListeners(text)).map(([, configuration]) => configuration);
}

/** Routers make routes of what their hosts have asked for, which outlive that for a time, and depend on who asked first. */
function hasListeners(configuration: string): boolean {
  return configuration.includes('"listen":');
}

/**
 * Goes from one to the other, and there from nothing, and holds what VPP has against each other. Returns false when this VPP
 * cannot have one of them now (LLDP depends on numbers that VPP has given out).
 */
async function assertSameEnd(bed: TestBed, from: Configuration, to: Configuration): Promise<boolean> {
  try {
    await bed.configure(from);
    await bed.configure(to);
  } catch (refusal) {
    if ((refusal as { tag?: string }).tag !== "operation-not-supported") throw refusal;
    await bed.configure({});
    return false;
  }
  const afterOther = await configurationIn(bed);
  assert.deepEqual(await bed.restartServer(), [], "a resync found something to do");
  await bed.configure({});
  await bed.configure(to);
  const afterNothing = await configurationIn(bed);
  await bed.configure({});
  assert.deepEqual(afterOther, afterNothing);
  return true;
}

/** The property for configurations that a test draws. */
export async function assertAlwaysSameEnd(
  bed: TestBed,
  configurations: fc.Arbitrary<Configuration>,
  numRuns: number,
): Promise<void> {
  const property = fc.asyncProperty(configurations, configurations, async (from, to) =>
    fc.pre(await assertSameEnd(bed, from, to)),
  );
  // A pair that fails leaves VPP as no other pair expects it: a smaller one that fails behind it says nothing.
  await fc.assert(property, { numRuns, endOnFailure: true });
}
