/** The YANG context: modules found, compiled, numbered. */

import { type LibyangInstance, type ModuleInfo, schemaTable, YangContext } from "libyang-wasm";
import type { SchemaModule } from "../../schema/schema-tree.js";
import type { EngineOptions, EngineSchema } from "./protocol.js";

export function loadContext(instance: LibyangInstance, { searchDirs, modules }: EngineOptions): YangContext {
  const context = new YangContext(instance, { searchDirs, explicitCompile: true });
  try {
    for (const { name, revision, features = [] } of modules) {
      context.loadModule(name, {
        ...(revision === undefined ? {} : { revision }),
        features: features.includes("*") ? "all" : features,
      });
    }
    context.compile();
    return context;
  } catch (failure) {
    context[Symbol.dispose]();
    throw failure;
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
