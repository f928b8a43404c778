// What a context knows about its modules.
import type { LibyangInstance } from "./instance.js";
import type { OutputReader } from "./output-reader.js";

export interface ModuleInfo {
  /** `struct lys_module *` */
  readonly pointer: number;
  readonly name: string;
  /** Undefined for a module without a revision statement. */
  readonly revision: string | undefined;
  readonly namespace: string;
  readonly prefix: string;
  /** False for a module that is only imported. */
  readonly implemented: boolean;
  readonly features: readonly FeatureInfo[];
  readonly submodules: readonly { readonly name: string; readonly revision: string | undefined }[];
  /** Names of the modules that deviate this one. */
  readonly deviatedBy: readonly string[];
  readonly augmentedBy: readonly string[];
}

export interface FeatureInfo {
  readonly name: string;
  readonly enabled: boolean;
}

export function readModuleList(instance: LibyangInstance, context: number): ModuleInfo[] {
  instance.check(instance.exports.lyw_module_list(context), context, "listing the modules of a context");
  return instance.outputReader().list(readModule);
}

function readModule(reader: OutputReader): ModuleInfo {
  return {
    pointer: reader.u32(),
    name: reader.string(),
    revision: reader.optionalString(),
    namespace: reader.string(),
    prefix: reader.string(),
    implemented: reader.flag(),
    features: reader.list(() => ({ name: reader.string(), enabled: reader.flag() })),
    submodules: reader.list(() => ({ name: reader.string(), revision: reader.optionalString() })),
    deviatedBy: reader.list(() => reader.string()),
    augmentedBy: reader.list(() => reader.string()),
  };
}
