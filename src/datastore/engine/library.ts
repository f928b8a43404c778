/** /ietf-yang-library: the modules of this context, and those that are served from elsewhere (RFC 8525). */

import type { DataTree, YangContext } from "libyang-wasm";
import type { SchemaModule } from "../../schema/schema-tree.js";
import { FEATURES } from "../../schema/without-features.js";
import { dynamicDatastores } from "../dynamic/names.js";
import { drainCursors } from "./drain.js";
import type { EngineState } from "./engine-state.js";
import { libraryLocations, locationOf } from "./library-locations.js";

/** Every datastore has all modules (RFC 8342 5.1, RFC 8808 3). */
const DATASTORES = [
  ...["running", "candidate", "startup", "intended", "operational"].map((name) => `ietf-datastores:${name}`),
  "ietf-factory-default:factory-default",
  ...dynamicDatastores.map(({ name }) => name),
];

/** The library of a context. */
export function createLibrary(context: YangContext, contentId: string): DataTree {
  const library = context.yangLibrary(contentId);
  const modules = context.modules();
  const setName = nameOfSet(library);
  if (setName !== undefined) {
    const locations = JSON.stringify(libraryLocations(modules, setName));
    merge(library, context.parseData(locations, "json", { storeOnly: true }));
  }
  const implemented = new Set(modules.flatMap(({ name, implemented }) => (implemented ? [name] : [])));
  const datastores = DATASTORES.filter((identity) => implemented.has(identity.split(":")[0]!));
  if (datastores.length === 0) return library;
  const name = "complete";
  const content = {
    "ietf-yang-library:yang-library": {
      schema: [{ name, "module-set": [setName] }],
      datastore: datastores.map((datastore) => ({ name: datastore, schema: name })),
    },
  };
  merge(library, context.parseData(JSON.stringify(content), "json", { storeOnly: true }));
  return library;
}

/** Readings under way end with the library that they began with. */
export function extendLibrary(
  state: EngineState,
  modules: readonly SchemaModule[],
  absentFeatures: readonly string[],
  contentId: string,
): void {
  const { context } = state;
  const library = createLibrary(context, contentId);
  try {
    for (const feature of absentFeatures) removeFeature(library, feature);
    if (modules.length > 0) merge(library, context.parseData(JSON.stringify(libraryOf(library, modules)), "json"));
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

function merge(library: DataTree, added: DataTree): void {
  using further = added;
  library.merge(further);
}

/** In both forms of the model: that of RFC 8525 and the older one of RFC 7895. */
function libraryOf(library: DataTree, modules: readonly SchemaModule[]): object {
  return {
    "ietf-yang-library:yang-library": {
      "module-set": [
        {
          name: nameOfSet(library),
          module: modules.map(({ name, revision, namespace }) => ({
            name,
            revision,
            namespace,
            location: [locationOf({ name, revision })],
          })),
        },
      ],
    },
    "ietf-yang-library:modules-state": {
      module: modules.map(({ name, revision, namespace }) => ({
        name,
        revision,
        schema: locationOf({ name, revision }),
        namespace,
        "conformance-type": "implement",
      })),
    },
  };
}

function nameOfSet(library: DataTree): string | undefined {
  return library.selectValues("/ietf-yang-library:yang-library/module-set/name")[0]?.value;
}
