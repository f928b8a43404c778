// Where a context gets the text of modules from.

/** Called while libyang is at work; undefined means that there is no such module. */
export type ModuleResolver = (request: ModuleRequest) => ModuleText | undefined;

export interface ModuleRequest {
  /** Module wanted, or the module that the submodule belongs to. */
  readonly module: string;
  readonly revision?: string;
  readonly submodule?: string;
  readonly submoduleRevision?: string;
}

export interface ModuleText {
  readonly text: string | Uint8Array;
  readonly format: "yang" | "yin";
}
