/** How the datastore is brought to what is desired: never too early, whole after failures, and without what is refused. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import pino from "pino";
import { defaultDelays } from "../../src/kubernetes/delays.js";
import { DesiredState } from "../../src/kubernetes/desired/desired-state.js";
import type { EntryChange, EntryId } from "../../src/kubernetes/entry.js";
import type { KubernetesObject } from "../../src/kubernetes/objects.js";
import { Reconciler } from "../../src/kubernetes/reconciler.js";
import type { Trouble } from "../../src/kubernetes/trouble.js";
import { type DatastoreWriter, WriteRefused } from "../../src/kubernetes/writers/datastore-writer.js";
import { writeChanges } from "../../src/kubernetes/writers/write-changes.js";
import { testSettings } from "./cluster-settings.js";
import { until } from "./until.js";

/** A datastore that refuses entries with certain names. */
class TestDatastore implements DatastoreWriter {
  readonly content = new Map<EntryId, unknown>();
  readonly edits: EntryId[][] = [];
  refused: readonly string[] = [];
  tellsWhich = true;
  isAway = false;

  async entries() {
    if (this.isAway) throw new Error("away");
    return new Set(this.content.keys());
  }

  async write(changes: readonly EntryChange[]) {
    if (this.isAway) throw new Error("away");
    const wrong = changes.find(
      ({ id, entry }) => entry !== null && this.refused.some((name) => id.endsWith(` ${name}`)),
    );
    if (wrong !== undefined) throw new WriteRefused(`no ${wrong.id}`, this.tellsWhich ? wrong.id : undefined);
    this.edits.push(changes.map(({ id }) => id));
    for (const { id, entry } of changes) {
      if (entry === null) this.content.delete(id);
      else this.content.set(id, entry.value);
    }
  }

  close() {}
}

const service = (name: string, clusterIP = "10.96.0.1"): KubernetesObject & { spec: object } => ({
  kind: "Service",
  metadata: { namespace: "shop", name },
  spec: { clusterIP, ports: [{ port: 80 }] },
});

describe("the reconciler", () => {
  let datastore: TestDatastore;
  let desired: DesiredState;
  let reconciler: Reconciler;
  let troubles: readonly Trouble[];

  beforeEach(() => {
    datastore = new TestDatastore();
    desired = new DesiredState(testSettings);
    desired.put({ kind: "Node", metadata: { name: testSettings.nodeName } });
    troubles = [];
    const backOff = { firstMs: 5, mostMs: 20 };
    reconciler = new Reconciler({
      desired,
      writer: datastore,
      delays: { ...defaultDelays, coalesceMs: 5, reconnect: backOff, refused: backOff, fullPassMs: 3_600_000 },
      clock: () => Date.now(),
      log: pino({ level: "silent" }),
      onTroubles: (found) => {
        troubles = found;
      },
    });
  });
  afterEach(() => reconciler.stop());

  const put = (object: KubernetesObject) => {
    desired.put(object);
    reconciler.changed();
  };
  const has = (...names: readonly string[]) =>
    until(() => {
      const services = [...datastore.content.keys()].filter((id) => id.startsWith("service "));
      return JSON.stringify(services.sort()) === JSON.stringify(names.map((name) => `service shop ${name}`));
    });

  it("writes and removes nothing before what is desired is complete", async () => {
    datastore.content.set("service shop old", {});
    put(service("web"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(datastore.edits, []);
    reconciler.begin();
    await has("web");
  });

  it("writes what comes together as one edit, and then only what has changed", async () => {
    for (const name of ["a", "b", "c"]) put(service(name));
    reconciler.begin();
    await has("a", "b", "c");
    assert.equal(datastore.edits.length, 1);
    put(service("b", "10.96.0.2"));
    await until(() => datastore.edits.length === 2);
    assert.deepEqual(datastore.edits[1], ["service shop b"]);
  });

  it("does not hold the others up for an entry that is refused, and tries it again", async () => {
    datastore.refused = ["b"];
    for (const name of ["a", "b", "c"]) put(service(name));
    reconciler.begin();
    await has("a", "c");
    await until(() => troubles.length === 1);
    assert.deepEqual(troubles[0], {
      of: { kind: "Service", key: "shop/b" },
      reason: "Refused",
      message: "no service shop b",
    });
    assert.equal(reconciler.isInSync, false);
    datastore.refused = [];
    await has("a", "b", "c");
    await until(() => troubles.length === 0 && reconciler.isInSync);
  });

  it("leaves what is there when its change is refused", async () => {
    put(service("a"));
    reconciler.begin();
    await has("a");
    datastore.refused = ["a"];
    const before = datastore.content.get("service shop a");
    put(service("a", "10.96.0.9"));
    await until(() => troubles.length === 1);
    assert.deepEqual(datastore.content.get("service shop a"), before);
  });

  it("forgets a refused entry that nobody wants any more", async () => {
    datastore.refused = ["a"];
    put(service("a"));
    reconciler.begin();
    await until(() => troubles.length === 1);
    desired.remove({ kind: "Service", key: "shop/a" });
    reconciler.changed();
    await until(() => troubles.length === 0 && reconciler.refused === 0);
  });

  it("writes everything again when it has not heard what became of an edit", async () => {
    put(service("a"));
    reconciler.begin();
    await has("a");
    datastore.isAway = true;
    put(service("b"));
    await until(() => reconciler.counts.failures > 1);
    // Meanwhile the datastore has lost its content, and got something else.
    datastore.content.clear();
    datastore.content.set("service shop stranger", {});
    datastore.isAway = false;
    await has("a", "b");
  });
});

describe("writing changes", () => {
  const changes = (count: number): EntryChange[] =>
    Array.from({ length: count }, (_, index) => {
      const value = { namespace: "shop", name: `s${index}` };
      const of = { kind: "Service", key: `shop/s${index}` } as const;
      return { id: `service shop s${index}`, entry: { list: "service", value, of } };
    });

  it("finds what is refused when the datastore does not say which it is", async () => {
    const datastore = new TestDatastore();
    datastore.tellsWhich = false;
    datastore.refused = ["s3", "s17", "s18"];
    const refused = await writeChanges(datastore, changes(40));
    assert.deepEqual([...refused.keys()].sort(), ["service shop s17", "service shop s18", "service shop s3"]);
    assert.equal(datastore.content.size, 37);
  });

  it("goes on when much is refused", async () => {
    const datastore = new TestDatastore();
    datastore.refused = Array.from({ length: 50 }, (_, index) => `s${2 * index}`);
    assert.equal((await writeChanges(datastore, changes(100))).size, 50);
    assert.equal(datastore.content.size, 50);
  });

  it("has an end to the size of an edit", async () => {
    const datastore = new TestDatastore();
    await writeChanges(datastore, changes(4500));
    assert.equal(datastore.edits.length, 3);
  });
});
