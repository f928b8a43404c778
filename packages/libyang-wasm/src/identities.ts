// The identities of a context and what is derived from them.
import type { YangContext } from "./context.js";
import type { OutputReader } from "./output-reader.js";

export interface IdentityName {
  readonly module: string;
  readonly name: string;
}

export interface IdentityInfo extends IdentityName {
  /** Those that have it as a base themselves; what is derived from these is told with them. */
  readonly derived: readonly IdentityName[];
}

/** All identities of all modules, those of modules that are only imported too. */
export function identities({ instance, pointer }: YangContext): readonly IdentityInfo[] {
  instance.check(instance.exports.lyw_identities(pointer), pointer, "listing the identities of a context");
  return instance.outputReader().list((reader) => ({
    ...readName(reader),
    derived: reader.list(readName),
  }));
}

function readName(reader: OutputReader): IdentityName {
  return { module: reader.string(), name: reader.string() };
}
