/** What the engine is to load: our YANG modules and those that the configuration adds. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Configuration } from "../config/configuration.js";
import type { SchemaOptions } from "../datastore/engine/engine-client.js";
import { type ModuleRequest, requestedModules } from "../schema/requested-modules.js";
import { projectRoot } from "./project-root.js";

export function engineOptions({ engine, yangDirs, implement, netconf }: Configuration): SchemaOptions {
  const ours = JSON.parse(readFileSync(inProject("yang/modules.json"), "utf8"));
  return {
    wasmPath: inProject("packages/libyang-wasm/dist/libyang.wasm"),
    memoryLimitMb: engine.memoryLimitMb,
    searchDirs: [...yangDirs, inProject("yang/"), inProject("yang/deviations"), inProject("dist/yang")],
    modules: requestedModules(withUrlFeature(ours.implement, netconf), implement),
  };
}

function inProject(path: string): string {
  return fileURLToPath(new URL(path, projectRoot));
}

/** The feature is there when URLs are: the schema says what the server does. */
function withUrlFeature(
  modules: readonly ModuleRequest[],
  { url }: Configuration["netconf"],
): readonly ModuleRequest[] {
  if (url.folder === null && url.hosts.length === 0) return modules;
  return modules.map((module) =>
    module.name === "ietf-netconf" ? { ...module, features: [...(module.features ?? []), "url"] } : module,
  );
}
