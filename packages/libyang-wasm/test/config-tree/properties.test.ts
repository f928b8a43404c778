// Random edits against libyang's own validation, and the laws of the log. SEED and STEPS repeat or prolong a run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigTree } from "../../src/config-tree/index.js";
import { schemaTable } from "../../src/reader/schema-table.js";
import { type Outcomes, step } from "./support/edit-laws.js";
import { withLab } from "./support/lab.js";
import { type Random, seededRandom } from "./support/random.js";
import { initialServices, randomServiceEdit } from "./support/service-edits.js";
import { initialSite, randomSiteEdit } from "./support/site-edits.js";

const seed = Number(process.env.SEED ?? 1);
const steps = Number(process.env.STEPS ?? 400);
const maxSeconds = Number(process.env.SECONDS ?? 9);
const entries = 8;
const objectPaths = [
  "/services:services/entry",
  "/services:services/entry/lim/sub",
  "/services:services/settings",
  "/services:solo",
  "/site:site/rack",
  "/site:site/rack/slot/card",
  "/site:site/rack/site-power:power/feed",
  "/site:site/policy",
  "/site:contact",
];

test("edits of one list with every kind of constraint obey the laws of edits", async () => {
  await run(initialServices(entries), (random) => randomServiceEdit(random, entries));
});

test("edits of nested lists, identities, references and augments obey the laws of edits", async () => {
  await run(initialSite(), randomSiteEdit);
});

async function run(initial: string, randomEdit: (random: Random) => string): Promise<void> {
  await withLab((context) => {
    const random = seededRandom(seed);
    const ids = schemaTable(context)
      .filter(({ path }) => objectPaths.includes(path))
      .map(({ id }) => id);
    assert.equal(ids.length, objectPaths.length);
    const outcomes: Outcomes = { accepted: 0, rejected: 0, refused: 0 };
    using tree = ConfigTree.create(context, context.parseData(initial, "xml", { validate: {} }));
    const end = Date.now() + maxSeconds * 1000;
    for (let i = 0; i < steps && Date.now() < end; i++) step(tree, ids, random, () => randomEdit(random), outcomes);
    assert.ok(outcomes.accepted > 0 && outcomes.rejected > 0 && outcomes.refused > 0, JSON.stringify(outcomes));
    if (process.env.SEED) console.log(outcomes);
  });
}
