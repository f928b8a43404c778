import type { ApiDescription, ApiModule, ApiType } from "../description/model.js";

/** A module with what it declares itself, apart from what it imports. */
export interface ModulePlan {
  readonly module: ApiModule;
  readonly ownTypes: readonly ApiType[];
  /** The module that declares a type. */
  readonly homeOf: (typeName: string) => string;
}

/**
 * The wanted modules and all that they need, in an order in which each stands after what it imports.
 * Throws Error where a module or an import is not in the description.
 */
export function planModules(description: ApiDescription, wanted: readonly string[]): readonly ModulePlan[] {
  const modules = new Map(description.modules.map((module) => [module.name, module]));
  const moduleOfMessage = new Map(
    description.modules.flatMap((module) => module.messages.map((message) => [message.name, module.name] as const)),
  );
  const ordered = new Map<string, ModulePlan>();
  const homes = new Map<string, string>();
  const homeOf = (typeName: string) => homes.get(typeName) ?? fail(`no module declares the type ${typeName}`);

  function add(name: string, neededBy: string): void {
    if (ordered.has(name)) return;
    const module = modules.get(name) ?? fail(`no description of module ${name}, needed by ${neededBy}`);
    const imported = importedModules(module);
    for (const other of imported) add(other, name);
    const foreign = new Set(imported.flatMap((other) => modules.get(other)!.types.map((type) => type.name)));
    const ownTypes = module.types.filter((type) => !foreign.has(type.name));
    for (const type of ownTypes) homes.set(type.name, name);
    for (const message of foreignMessages(module))
      add(moduleOfMessage.get(message) ?? fail(`no message ${message}`), name);
    ordered.set(name, { module, ownTypes: inOrderOfUse(ownTypes), homeOf });
  }

  for (const name of wanted) add(name, "the command line");
  return [...ordered.values()];
}

/** Names of the modules in `imports`, which holds paths such as `vnet/ip/ip_types.api`. */
function importedModules(module: Pick<ApiModule, "imports">): string[] {
  return [...new Set(module.imports.map((path) => path.replace(/^.*\//, "").replace(/\.api$/, "")))];
}

/** Messages that the services of a module name and another module declares. */
function foreignMessages(module: ApiModule): string[] {
  const own = new Set(module.messages.map((message) => message.name));
  return module.services
    .flatMap((service) => [service.reply, service.streamMessage, ...service.events])
    .filter((name): name is string => typeof name === "string" && !own.has(name));
}

/** Each type after those that it is made of. */
function inOrderOfUse(types: readonly ApiType[]): ApiType[] {
  const byName = new Map(types.map((type) => [type.name, type]));
  const ordered = new Set<ApiType>();
  const add = (type: ApiType): void => {
    for (const used of usedTypes(type)) {
      const other = byName.get(used);
      if (other !== undefined && !ordered.has(other)) add(other);
    }
    ordered.add(type);
  };
  for (const type of types) add(type);
  return [...ordered];
}

/** Names of the types that a type is made of. */
function usedTypes(type: ApiType): string[] {
  switch (type.kind) {
    case "struct":
      return type.fields.map((field) => field.type);
    case "union":
      return type.members.map((member) => member.type);
    case "alias":
      return [type.type];
    default:
      return [type.base];
  }
}

function fail(message: string): never {
  throw new Error(message);
}
