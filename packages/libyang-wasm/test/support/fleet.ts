// The instance and the context that most tests use, and a tree of the test model.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type ContextOptions, type DataTree, type LibyangInstance, loadLibyang, YangContext } from "../../src/index.js";

export const yangFolder = fileURLToPath(new URL("../../../test/yang/", import.meta.url));

/** Runs a test body with a fresh instance and expects no handle alive at its end. */
export async function withInstance(
  body: (instance: LibyangInstance) => void | Promise<void>,
  options: { memoryLimitMb?: number } = {},
): Promise<void> {
  const instance = await loadLibyang(options);
  await body(instance);
  assert.equal(instance.liveHandles, 0, "handles are alive at the end of the test");
}

/** The same with a context that has the test model. */
export async function withFleet(
  body: (context: YangContext) => void,
  options: ContextOptions & { features?: readonly string[] } = {},
): Promise<void> {
  await withInstance((instance) => {
    using context = new YangContext(instance, { searchDirs: [yangFolder], ...options });
    context.loadModule("fleet-types");
    context.loadModule("fleet", { features: options.features ?? ["tracking"] });
    body(context);
  });
}

export function parseFleet(context: YangContext, fleet: unknown): DataTree {
  return context.parseData(JSON.stringify({ "fleet:fleet": fleet }), "json");
}

export const twoVehicles = {
  vehicle: [
    { plate: "A-1", kind: "fleet-types:van", chassis: "x1", driver: ["Bo", "Al"] },
    { plate: "B-2", kind: "fleet-types:bicycle", chassis: "x2" },
  ],
  spare: "B-2",
};
