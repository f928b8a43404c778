/** `sweetcomb kubernetes render FILE...`: shows what would be programmed for the objects in YAML files. */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { loadConfiguration } from "../../config/load-configuration.js";
import { readFlags, UsageError } from "../../config/read-flags.js";
import type { KubernetesObject } from "../../kubernetes/objects.js";
import { readYaml } from "../../kubernetes/read-yaml.js";
import { clusterSettings } from "../../start/follow-kubernetes.js";
import { rendered } from "./rendered.js";

/** How the command is used. */
export const RENDER_USAGE = "sweetcomb kubernetes render [--config FILE] [--node-name NAME] FILE|FOLDER|- ...";

/** Resolves with what is to be printed. Rejects with an Error for the operator. */
export async function render(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const options = { config: { type: "string" }, "node-name": { type: "string" } } as const;
  const { values, positionals } = readFlags({ args: [...argv], options, allowPositionals: true });
  if (positionals.length === 0) throw new UsageError(`usage: ${RENDER_USAGE}`);
  const flags = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  const { kubernetes } = loadConfiguration(flags, environment);
  const objects = positionals.flatMap(filesOf).flatMap(objectsIn);
  const nodeName = kubernetes.nodeName ?? onlyNode(objects);
  return JSON.stringify(await rendered(objects, clusterSettings({ ...kubernetes, nodeName })), undefined, 2);
}

/** YAML files of a folder, by their names; "-" is the standard input. */
function filesOf(path: string): readonly (string | number)[] {
  if (path === "-") return [0];
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => join(path, name));
}

function objectsIn(file: string | number): readonly KubernetesObject[] {
  try {
    return readYaml(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new Error(`${file === 0 ? "the standard input" : file}: ${(cause as Error).message}`, { cause });
  }
}

/** Null where there is none, or a choice. */
function onlyNode(objects: readonly KubernetesObject[]): string | null {
  const nodes = objects.filter(({ kind }) => kind === "Node");
  return nodes.length === 1 ? (nodes[0]!.metadata?.name ?? null) : null;
}
