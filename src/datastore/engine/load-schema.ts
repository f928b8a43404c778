/** The YANG context: modules found, compiled, numbered. */

import {
  LibyangError,
  type LibyangInstance,
  LibyangMemoryError,
  type ModuleInfo,
  schemaTable,
  YangContext,
} from "libyang-wasm";
import type { SchemaModule } from "../../schema/schema-tree.js";
import type { EngineOptions, EngineSchema } from "./protocol.js";

export function loadContext(instance: LibyangInstance, { searchDirs, modules }: EngineOptions): YangContext {
  const context = new YangContext(instance, { searchDirs, explicitCompile: true });
  try {
    for (const { name, revision, features = [] } of modules) {
      const options = {
        ...(revision === undefined ? {} : { revision }),
        features: features.includes("*") ? ("all" as const) : features,
      };
      explained(`load the YANG module ${name}`, () => context.loadModule(name, options));
    }
    explained("compile the YANG modules", () => context.compile());
    return context;
  } catch (failure) {
    context[Symbol.dispose]();
    throw failure;
  }
}

/** What libyang says about a module, with all its reasons and their lines: the module may be one that an operator wrote. */
function explained(attempt: string, act: () => void): void {
  try {
    act();
  } catch (failure) {
    if (!(failure instanceof LibyangError) || failure instanceof LibyangMemoryError) throw failure;
    const reasons = failure.items
      .filter(({ level }) => level === "error")
      .map(({ line, message, schemaPath }) =>
        [line > 0 ? `line ${line}: ` : "", message, schemaPath === undefined ? "" : ` (${schemaPath})`].join(""),
      );
    throw new Error(`cannot ${attempt}: ${reasons.join("; ")}`, { cause: failure });
  }
}

export function describeSchema(context: YangContext): EngineSchema {
  return {
    modules: context.modules().map(describeModule),
    rows: schemaTable(context),
    contentId: contentIdOf(context),
  };
}

export function contentIdOf(context: YangContext): string {
  return (context.modulesHash >>> 0).toString(16);
}

function describeModule(module: ModuleInfo): SchemaModule {
  const { name, revision, namespace, prefix, implemented, submodules, deviatedBy } = module;
  const features = module.features.filter(({ enabled }) => enabled).map((feature) => feature.name);
  return { name, revision, namespace, prefix, implemented, features, submodules, deviatedBy };
}
