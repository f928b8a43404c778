/** Where the YANG library says that texts of modules are to be had: the schema resources of RESTCONF (RFC 8040 3.7, RFC 8525 3). */

import type { ModuleInfo } from "libyang-wasm";

/** A module or submodule; a module without any has its name alone. */
export interface SchemaText {
  readonly name: string;
  readonly revision?: string | undefined;
}

/** URI of a text, relative to the RESTCONF server: which names its clients know it by is not known here. */
export function locationOf({ name, revision }: SchemaText): string {
  return `/restconf/schema/${name}${revision === undefined ? "" : `@${revision}`}`;
}

/** The locations of all modules and submodules of a library, in both of its forms. `moduleSet`: name of the set that has them. */
export function libraryLocations(modules: readonly ModuleInfo[], moduleSet: string): object {
  const imported = (module: ModuleInfo) => ({ ...located(module, "location"), revision: module.revision ?? "" });
  return {
    "ietf-yang-library:yang-library": {
      "module-set": [
        {
          name: moduleSet,
          module: modules.filter(({ implemented }) => implemented).map((module) => located(module, "location")),
          "import-only-module": modules.filter(({ implemented }) => !implemented).map(imported),
        },
      ],
    },
    "ietf-yang-library:modules-state": {
      module: modules.map((module) => ({ ...located(module, "schema"), revision: module.revision ?? "" })),
    },
  };
}

/** Keys of an entry and its location; the older form has one "schema" where the newer has a list of locations. */
function located(module: ModuleInfo, leaf: "location" | "schema"): object {
  const at = (text: SchemaText) => ({ [leaf]: leaf === "schema" ? locationOf(text) : [locationOf(text)] });
  const submodule = module.submodules.map((text) => ({
    name: text.name,
    ...(leaf === "schema" ? { revision: text.revision ?? "" } : {}),
    ...at(text),
  }));
  return { name: module.name, ...at(module), ...(submodule.length > 0 ? { submodule } : {}) };
}
