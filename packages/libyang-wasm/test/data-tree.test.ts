import assert from "node:assert/strict";
import { test } from "node:test";
import { type DataFormat, LibyangError } from "../src/index.js";
import { parseFleet, twoVehicles, withFleet } from "./support/fleet.js";

for (const format of ["xml", "json", "lyb"] as const satisfies readonly DataFormat[]) {
  test(`data printed as ${format} is read back equal`, async () => {
    await withFleet((context) => {
      using tree = parseFleet(context, twoVehicles);
      using again = context.parseData(tree.print(format), format);
      assert.equal(tree.equals(again), true);
    });
  });
}

test("with-defaults modes print defaults as RFC 6243 says", async () => {
  await withFleet((context) => {
    // the tags belong to this module, which the context has to have
    const text = 'module ietf-netconf-with-defaults { namespace "urn:wd"; prefix ncwd; }';
    context.parseModule({ text, format: "yang" });
    using tree = parseFleet(context, { vehicle: [{ plate: "A-1", kind: "fleet-types:van", seats: 2 }] });
    tree.validate({ present: true });
    const printed = (withDefaults: "explicit" | "trim" | "all" | "all-tag" | "implicit-tag") =>
      tree.print("json", { withDefaults }).toString();
    assert.match(printed("explicit"), /"seats":2/);
    assert.doesNotMatch(printed("explicit"), /tank/);
    assert.doesNotMatch(printed("trim"), /seats/);
    assert.match(printed("all"), /"tank":60/);
    assert.match(printed("all-tag"), /"@seats"/);
    assert.doesNotMatch(printed("implicit-tag"), /"@seats"/);
    assert.match(printed("implicit-tag"), /"@tank"/);
  });
});

test("empty containers are printed when asked", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, {});
    assert.equal(tree.print("json").toString(), "{}");
    assert.match(tree.print("json", { keepEmptyContainers: true }).toString(), /fleet:fleet/);
  });
});

test("an empty tree prints as nothing and holds nothing", async () => {
  await withFleet((context) => {
    using tree = context.emptyTree();
    assert.equal(tree.isEmpty, true);
    assert.equal(tree.print("json").toString(), "{}");
    assert.equal(tree.print("xml").length, 0);
    assert.deepEqual(tree.select("//*"), []);
    assert.equal(tree.find("/fleet:fleet"), undefined);
    using copy = tree.duplicate();
    assert.equal(tree.equals(copy), true);
  });
});

test("a diff applied to the first tree makes it the second, its reverse takes it back", async () => {
  await withFleet((context) => {
    using before = parseFleet(context, twoVehicles);
    using after = parseFleet(context, {
      vehicle: [
        { plate: "A-1", kind: "fleet-types:van", chassis: "y9", driver: ["Al", "Bo"] },
        { plate: "C-3", kind: "fleet-types:van" },
      ],
    });
    using original = before.duplicate();
    using diff = before.diff(after);
    before.applyDiff(diff);
    assert.equal(before.equals(after), true);
    using reverse = diff.reverseDiff();
    before.applyDiff(reverse);
    assert.equal(before.equals(original), true);
  });
});

test("equal trees have an empty diff", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    using copy = tree.duplicate();
    using diff = tree.diff(copy);
    assert.equal(diff.isEmpty, true);
  });
});

test("two diffs merged do what both do one after the other", async () => {
  await withFleet((context) => {
    using first = parseFleet(context, { spare: "A-1" });
    using second = parseFleet(context, { spare: "B-2" });
    using third = parseFleet(context, { spare: "C-3", stutter: "ab" });
    using diff = first.diff(second);
    using later = second.diff(third);
    diff.mergeDiff(later);
    first.applyDiff(diff);
    assert.equal(first.equals(third), true);
  });
});

test("diff of the empty tree creates all, and the diff to the empty tree deletes all", async () => {
  await withFleet((context) => {
    using empty = context.emptyTree();
    using full = parseFleet(context, twoVehicles);
    using creation = empty.diff(full);
    empty.applyDiff(creation);
    assert.equal(empty.equals(full), true);
    using nothing = context.emptyTree();
    using deletion = full.diff(nothing);
    full.applyDiff(deletion);
    assert.equal(full.select("//*").length, 0);
  });
});

test("merging adds and overwrites, the source stays as it is", async () => {
  await withFleet((context) => {
    using target = parseFleet(context, twoVehicles);
    using source = parseFleet(context, {
      vehicle: [{ plate: "B-2", kind: "fleet-types:van" }],
      stutter: "aab",
    });
    target.merge(source);
    assert.equal(target.find("/fleet:fleet/vehicle[plate='B-2']/kind")?.value, "fleet-types:van");
    assert.equal(target.find("/fleet:fleet/vehicle[plate='B-2']/chassis")?.value, "x2");
    assert.equal(target.find("/fleet:fleet/stutter")?.value, "aab");
    assert.equal(source.selectValues("//*").length, 5);
    using empty = context.emptyTree();
    empty.merge(target);
    assert.equal(empty.equals(target), true);
  });
});

test("trees of different modules have several top-level nodes", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, { spare: "A-1" });
    using other = context.parseData('{"fleet:depots":{"depot":["north"]},"fleet:nest":{}}', "json");
    tree.insert(other);
    assert.equal(other.isEmpty, true);
    const names = tree.topLevel().map((node) => node.name);
    assert.deepEqual(names.sort(), ["depots", "fleet", "nest"]);
    using fresh = context.emptyTree();
    fresh.insert(tree);
    assert.equal(tree.isEmpty, true);
    assert.equal(fresh.topLevel().length, 3);
  });
});

test("a path is created with what is missing above it, once", async () => {
  await withFleet((context) => {
    using tree = context.emptyTree();
    const leaf = tree.newPath("/fleet:fleet/vehicle[plate='A-1']/kind", "fleet-types:van");
    assert.equal(leaf?.path, "/fleet:fleet/vehicle[plate='A-1']/kind");
    assert.throws(
      () => tree.newPath("/fleet:fleet/vehicle[plate='A-1']/kind", "fleet-types:van"),
      (error: LibyangError) => error.code === "exists",
    );
    tree.newPath("/fleet:fleet/vehicle[plate='A-1']/kind", "fleet-types:bicycle", { update: true });
    assert.equal(tree.find("/fleet:fleet/vehicle[plate='A-1']/kind")?.value, "fleet-types:bicycle");
    assert.throws(() => tree.newPath("/fleet:absent", "x"), LibyangError);
  });
});

test("what an expression selects is removed, nested selections included", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    assert.equal(tree.remove("/fleet:fleet/vehicle[plate='B-2']"), 1);
    assert.equal(tree.find("/fleet:fleet/vehicle[plate='B-2']"), undefined);
    assert.ok(tree.remove("//*") > 5);
    assert.equal(tree.isEmpty, true);
    assert.equal(tree.remove("//*"), 0);
  });
});

test("defaults are added without validating", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, { vehicle: [{ plate: "A-1" }] });
    tree.addDefaults({ noState: true });
    assert.equal(tree.find("/fleet:fleet/vehicle[plate='A-1']/tank")?.value, "60");
    assert.equal(tree.find("/fleet:fleet/vehicle[plate='A-1']/tank")?.describe().isDefault, true);
  });
});

test("comparing may tell implicit defaults from explicit ones", async () => {
  await withFleet((context) => {
    using implicit = parseFleet(context, { vehicle: [{ plate: "A-1" }] });
    implicit.addDefaults({ noState: true });
    using explicit = implicit.duplicate();
    explicit.newPath("/fleet:fleet/vehicle[plate='A-1']/seats", "2", { update: true });
    assert.equal(implicit.equals(explicit), true);
    assert.equal(implicit.equals(explicit, { defaults: true }), false);
  });
});

test("nodes taken before a change that may free them are refused afterwards", async () => {
  await withFleet((context) => {
    using tree = parseFleet(context, twoVehicles);
    const node = tree.find("/fleet:fleet/vehicle[plate='B-2']");
    assert.ok(node);
    tree.remove("/fleet:fleet/vehicle[plate='B-2']");
    assert.throws(() => node.value, /has changed/);
  });
});
