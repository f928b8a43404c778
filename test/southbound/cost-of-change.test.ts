/** What a commit says to VPP follows what it changes, and not what is there. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Configuration, createTestBed, type TestBed } from "../translators/test-bed.js";
import { mixed } from "./mixed.js";
import { setApart } from "./set-apart.js";
import { firstWitnesses, lastWitnesses, witnesses } from "./witnesses/index.js";

/** So many others of the same making stand beside. */
const OTHERS = 10;

/** Of a message more than when nothing was there. */
const MORE = 4;

/** What VPP lists whole or not at all, once for a commit that makes or takes away some of it. */
const listedOnce = new Set([
  "pipe_details",
  "pnat_interfaces_details",
  "sw_if_l2tpv3_tunnel_details",
  "udp_encap_details",
]);

/** What a commit does say for each that is there, with the reason. */
const notCounted: Readonly<Record<string, string>> = {
  "dslite-aftr": "VPP keeps its pool, so one of another making cannot follow",
  "igmp-interface": "its groups are to get out by the upstream link of each proxy",
  lisp: "VPP looks not whether a set of locators is there, of which it has few",
  "lisp-pitr-locator-set": "the same",
};

type Counts = ReadonlyMap<string, number>;

describe("a commit of one more of a kind", () => {
  let bed: TestBed;
  let heard = new Map<string, number>();
  before(async () => {
    const listen = ({ name }: { readonly name: string }) => void heard.set(name, (heard.get(name) ?? 0) + 1);
    bed = await createTestBed({ listen });
  });
  after(() => bed?.close());

  const counted = async (configuration: Configuration) => {
    heard = new Map();
    await bed.configure(configuration);
    return new Map(heard);
  };

  for (const { configuration, shown, made } of [...firstWitnesses, ...witnesses, ...lastWitnesses]) {
    const [kind = ""] = Object.keys(shown);
    if (made !== undefined) continue;
    const at = (place: number) => setApart(withoutMemif(configuration), place);
    const oneMore = at(OTHERS + 1);
    const options = { skip: notCounted[kind] ?? false };
    test(`says the same beside ${OTHERS} others: ${kind}`, options, async (context) => {
      const others = mixed(bed.schema, ...Array.from({ length: OTHERS }, (_, place) => at(place + 1)));
      const all = mixed(bed.schema, others, oneMore);
      if (!(await standsThere(bed, all))) return context.skip("VPP has one of them");
      const alone = { made: await counted(oneMore), taken: await counted({}) };
      await bed.configure(others);
      const beside = { made: await counted(all), taken: await counted(others) };
      await bed.configure({});
      for (const step of ["made", "taken"] as const) {
        const more = moreThan(alone[step], beside[step], 1).filter((name) => !listedOnce.has(name));
        assert.deepEqual(more, [], `what is said more often when one is ${step}`);
      }
    });
  }

  test("a burst of interfaces that go down is looked at together", async () => {
    const speakers = [...witnesses].find(({ shown }) => "igmp-interface" in shown)!.configuration;
    const at = (place: number) => setApart(speakers, place);
    await bed.configure(at(1));
    const one = await counted({});
    await bed.configure(mixed(bed.schema, ...Array.from({ length: OTHERS }, (_, place) => at(place + 1))));
    const many = await counted({});
    assert.deepEqual(moreThan(one, many, OTHERS), []);
  });
});

/** The messages that were said more often than so many times what was said alone. */
function moreThan(alone: Counts, said: Counts, times: number): readonly string[] {
  return [...said].filter(([name, count]) => count > times * (alone.get(name) ?? 0) + MORE).map(([name]) => name);
}

/** Whether it can be there at all; it is not then. */
async function standsThere(bed: TestBed, configuration: Configuration): Promise<boolean> {
  const stands = await bed.configure(configuration).then(
    () => true,
    () => false,
  );
  await bed.configure({});
  return stands;
}

/** Without what has the same socket and number in each. */
function withoutMemif(configuration: Configuration): Configuration {
  const { "ietf-interfaces:interfaces": all, ...rest } = configuration;
  const { interface: list = [] } = (all ?? {}) as { readonly interface?: readonly { readonly type: string }[] };
  const kept = list.filter(({ type }) => type !== "sweetcomb-interfaces:memif");
  return { ...rest, ...(kept.length > 0 && { "ietf-interfaces:interfaces": { interface: kept } }) };
}
