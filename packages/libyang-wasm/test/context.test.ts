import assert from "node:assert/strict";
import { test } from "node:test";
import { LibyangError, YangContext } from "../src/index.js";
import { parseFleet, withFleet, withInstance, yangFolder } from "./support/fleet.js";

test("a module from the search path is listed with revision, namespace, features and submodules", async () => {
  await withFleet(
    (context) => {
      const fleet = context.modules().find((module) => module.name === "fleet");
      assert.ok(fleet);
      const { pointer, ...facts } = fleet;
      assert.ok(pointer > 0);
      assert.deepEqual(facts, {
        name: "fleet",
        revision: "2025-02-02",
        namespace: "urn:sweetcomb:test:fleet",
        prefix: "f",
        implemented: true,
        features: [
          { name: "tracking", enabled: true },
          { name: "charging", enabled: false },
          { name: "night-guard", enabled: true },
        ],
        submodules: [{ name: "fleet-depots", revision: "2025-02-02" }],
        deviatedBy: [],
        augmentedBy: [],
      });
    },
    { features: ["tracking", "night-guard"] },
  );
});

test("a deviating and augmenting module is named at the module that it changes", async () => {
  await withFleet((context) => {
    assert.ok(context.findSchema("/fleet:fleet/vehicle/load"));
    context.loadModule("fleet-deviations");
    const fleet = context.modules().find((module) => module.name === "fleet");
    assert.deepEqual(fleet?.deviatedBy, ["fleet-deviations"]);
    assert.deepEqual(fleet?.augmentedBy, ["fleet-deviations"]);
    assert.equal(context.findSchema("/fleet:fleet/vehicle/load"), undefined);
    assert.ok(context.findSchema("/fleet:fleet/vehicle/fleet-deviations:colour"));
  });
});

test("modules come from memory before the search path is asked", async () => {
  await withInstance((instance) => {
    const text = 'module fleet-types { namespace "urn:other"; prefix o; leaf other { type string; } }';
    using context = new YangContext(instance, {
      searchDirs: [yangFolder],
      resolve: ({ module }) => (module === "fleet-types" ? { text, format: "yang" } : undefined),
    });
    context.loadModule("fleet-types");
    assert.ok(context.findSchema("/fleet-types:other"));
  });
});

test("a module given as text is implemented, with all features if asked", async () => {
  await withInstance((instance) => {
    using context = new YangContext(instance);
    const text =
      'module m { namespace "urn:m"; prefix m; feature a; feature b; leaf x { if-feature a; type string; } }';
    context.parseModule({ text, format: "yang" }, { features: "all" });
    const module = context.modules().find(({ name }) => name === "m");
    assert.deepEqual(module?.features, [
      { name: "a", enabled: true },
      { name: "b", enabled: true },
    ]);
    assert.equal(module?.revision, undefined);
  });
});

test("a missing module, a wrong revision and broken text are errors that say so", async () => {
  await withInstance((instance) => {
    using context = new YangContext(instance, { searchDirs: [yangFolder] });
    assert.throws(() => context.loadModule("absent"), LibyangError);
    assert.throws(() => context.loadModule("fleet", { revision: "1999-01-01" }), /fleet@1999-01-01/);
    assert.throws(
      () => context.parseModule({ text: "module broken {\n  namespace 5", format: "yang" }),
      (error: LibyangError) => error.items.some((item) => item.validationCode === "syntax" && item.line > 0),
    );
    context.loadModule("fleet");
  });
});

test("an error thrown while a module is looked up comes out of the call", async () => {
  await withInstance((instance) => {
    const failure = new Error("the disk is on fire");
    using context = new YangContext(instance, {
      resolve: () => {
        throw failure;
      },
    });
    assert.throws(
      () => context.loadModule("anything"),
      (error) => error === failure,
    );
    assert.equal(instance.broken, false);
    context.parseModule({ text: 'module m { namespace "urn:m"; prefix m; }', format: "yang" });
  });
});

test("a module is printed as YANG, as YIN and as a tree, a submodule by its name", async () => {
  await withFleet((context) => {
    assert.match(context.printModule("fleet"), /^module fleet \{/);
    assert.match(context.printModule("fleet", { format: "yin" }), /<module name="fleet"/);
    assert.match(context.printModule("fleet", { format: "tree" }), /\+--rw fleet/);
    assert.match(context.printModule("fleet", { submodule: "fleet-depots" }), /^submodule fleet-depots \{/);
    assert.throws(() => context.printModule("absent"), /no module absent/);
  });
});

test("what was printed as YIN can be read again", async () => {
  let yin = "";
  await withFleet((context) => {
    yin = context.printModule("fleet-types", { format: "yin" });
  });
  await withInstance((instance) => {
    using context = new YangContext(instance);
    context.parseModule({ text: yin, format: "yin" });
    assert.match(context.printModule("fleet-types"), /identity bicycle/);
  });
});

test("the YANG library of a context lists its modules and carries the content-id", async () => {
  await withFleet((context) => {
    using library = context.yangLibrary("id-1");
    const names = library.selectValues("/ietf-yang-library:yang-library/module-set/module/name");
    assert.ok(names.some(({ value }) => value === "fleet"));
    assert.equal(library.find("/ietf-yang-library:yang-library/content-id")?.value, "id-1");
  });
});

test("the hash of the modules changes with a module", async () => {
  await withFleet((context) => {
    const before = context.modulesHash;
    context.loadModule("fleet-deviations");
    assert.notEqual(context.modulesHash, before);
  });
});

test("modules are not changed while data is alive", async () => {
  await withFleet((context) => {
    using _tree = parseFleet(context, {});
    assert.throws(() => context.loadModule("fleet-deviations"), /data trees of this context are alive/);
  });
});

test("releasing a context releases its trees, and both refuse to be used afterwards", async () => {
  await withInstance((instance) => {
    const context = new YangContext(instance, { searchDirs: [yangFolder] });
    context.loadModule("fleet");
    const tree = parseFleet(context, { remarks: {} });
    assert.equal(instance.liveHandles, 2);
    context[Symbol.dispose]();
    context[Symbol.dispose]();
    assert.throws(() => tree.print("xml"), /released/);
    assert.throws(() => context.modules(), /released/);
  });
});

test("modules that augment each other are compiled together when asked", async () => {
  await withInstance((instance) => {
    using context = new YangContext(instance, { searchDirs: [yangFolder], explicitCompile: true });
    context.loadModule("fleet");
    context.loadModule("fleet-deviations");
    context.compile();
    assert.ok(context.findSchema("/fleet:fleet/vehicle/fleet-deviations:colour"));
  });
});
