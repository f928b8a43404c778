/** /ietf-yang-library: the modules of this context, and those that are served from elsewhere (RFC 8525). */

import type { DataTree } from "libyang-wasm";
import type { SchemaModule } from "../../schema/schema-tree.js";
import { FEATURES } from "../../schema/without-features.js";
import { drainCursors, type EngineState } from "./engine-state.js";

/** Readings under way end with the library that they began with. */
export function extendLibrary(
  state: EngineState,
  modules: readonly SchemaModule[],
  absentFeatures: readonly string[],
  contentId: string,
): void {
  const { context } = state;
  const library = context.yangLibrary(contentId);
  try {
    for (const feature of absentFeatures) removeFeature(library, feature);
    if (modules.length > 0) addModules(library, context.parseData(JSON.stringify(libraryOf(library, modules)), "json"));
  } catch (failure) {
    library[Symbol.dispose]();
    throw failure;
  }
  drainCursors(state, "running");
  state.library[Symbol.dispose]();
  state.library = library;
}

function removeFeature(library: DataTree, feature: string): void {
  const module = `module[name='${FEATURES}']/feature`;
  library.remove(`/ietf-yang-library:yang-library/module-set/${module}[.='${feature}']`);
  library.remove(`/ietf-yang-library:modules-state/${module}[.='${feature}']`);
}

function addModules(library: DataTree, added: DataTree): void {
  using further = added;
  library.merge(further);
}

/** In both forms of the model: that of RFC 8525 and the older one of RFC 7895. */
function libraryOf(library: DataTree, modules: readonly SchemaModule[]): object {
  const [set] = library.selectValues("/ietf-yang-library:yang-library/module-set/name");
  return {
    "ietf-yang-library:yang-library": {
      "module-set": [
        {
          name: set?.value,
          module: modules.map(({ name, revision, namespace }) => ({ name, revision, namespace })),
        },
      ],
    },
    "ietf-yang-library:modules-state": {
      module: modules.map(({ name, revision, namespace }) => ({
        name,
        revision,
        namespace,
        "conformance-type": "implement",
      })),
    },
  };
}
