// Modules from folders of .yang and .yin files.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ModuleRequest, ModuleResolver, ModuleText } from "./module-resolver.js";

interface ModuleFile {
  readonly path: string;
  readonly name: string;
  readonly revision: string;
  readonly format: "yang" | "yin";
}

/**
 * A resolver that looks for NAME.yang, NAME@REVISION.yang and the same with .yin.
 *
 * The folders are listed once, now. The first folder that has the module wins; within it the wanted revision, or the
 * latest by file name. A file without revision in its name counts as the right one when no other fits.
 */
export function searchPath(folders: readonly string[]): ModuleResolver {
  const filesOfFolders = folders.map((folder) => listModules(folder));
  return (request) => {
    for (const files of filesOfFolders) {
      const file = pickFile(files, request);
      if (file) return readModule(file);
    }
    return undefined;
  };
}

/** Asks one resolver after the other. */
export function firstOf(resolvers: readonly ModuleResolver[]): ModuleResolver {
  return (request) => {
    for (const resolve of resolvers) {
      const found = resolve(request);
      if (found) return found;
    }
    return undefined;
  };
}

function listModules(folder: string): ReadonlyMap<string, readonly ModuleFile[]> {
  const byName = new Map<string, ModuleFile[]>();
  for (const file of readdirSync(folder)) {
    const match = /^([A-Za-z_][A-Za-z0-9_.-]*?)(?:@(\d{4}-\d{2}-\d{2}))?\.(yang|yin)$/.exec(file);
    if (!match) continue;
    const [, name = "", revision = "", format] = match;
    const entry: ModuleFile = { path: join(folder, file), name, revision, format: format as "yang" | "yin" };
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  for (const files of byName.values()) files.sort((a, b) => b.revision.localeCompare(a.revision));
  return byName;
}

function pickFile(files: ReadonlyMap<string, readonly ModuleFile[]>, request: ModuleRequest): ModuleFile | undefined {
  const name = request.submodule ?? request.module;
  const revision = request.submodule === undefined ? request.revision : request.submoduleRevision;
  const candidates = files.get(name) ?? [];
  if (revision === undefined) return candidates[0];
  return (
    candidates.find((file) => file.revision === revision) ??
    candidates.find((file) => file.revision === "" && declaresRevision(file, revision))
  );
}

function declaresRevision(file: ModuleFile, revision: string): boolean {
  return readFileSync(file.path, "utf8").includes(revision);
}

function readModule(file: ModuleFile): ModuleText {
  return { text: readFileSync(file.path), format: file.format };
}
