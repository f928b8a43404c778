/** Which modules to implement: ours, and those that the operator names. */

export interface ModuleRequest {
  readonly name: string;
  readonly revision?: string | undefined;
  /** ["*"] turns all on. */
  readonly features?: readonly string[] | undefined;
}

/** @param named "name", "name@revision", each with ":feature,feature" or ":*" behind it */
export function requestedModules(ours: readonly ModuleRequest[], named: readonly string[]): readonly ModuleRequest[] {
  const theirs = named.map((text): ModuleRequest => {
    const [module = "", features] = text.split(":");
    const [name = "", revision] = module.split("@");
    return { name, revision, features: features === undefined ? [] : features.split(",") };
  });
  const names = new Set(theirs.map(({ name }) => name));
  return [...ours.filter(({ name }) => !names.has(name)), ...theirs];
}
