import fc from "fast-check";
import { type Configuration, createTestBed } from "../../translators/test-bed.js";
import { configurationsOf } from "../any-to-any.js";
import { scenarios } from "../real-vpp.scenarios.js";

/** What waits for links that come up some seconds later: VPP does not have it yet when it is looked at. */
const WAITS = /sweetcomb-igmp:/;

/** Configurations that so many of the scenarios bring about on the simulator; the same ones for the same seed. */
export async function drawnConfigurations(count: number, seed: number): Promise<readonly Configuration[]> {
  const all = Object.entries(scenarios);
  const most = Math.min(count, all.length);
  const [chosen = []] = fc.sample(fc.shuffledSubarray(all, { minLength: most, maxLength: most }), { seed, numRuns: 1 });
  const simulated = await createTestBed();
  const taken = await configurationsOf(Object.fromEntries(chosen), simulated).finally(() => simulated.close());
  return taken.filter((configuration) => !WAITS.test(JSON.stringify(configuration)));
}
