import { tableName } from "vpp-binapi-ts";
import { apiModules } from "vpp-binapi-ts/api";

/** What was recorded of each module that `get_api_json` describes: its text is too long for a file. */
export interface DescribedModule {
  readonly module: string;
  readonly vl_api_version: string;
  readonly version: string;
  /** How many there are. */
  readonly messages: number;
}

/**
 * Of the modules that were recorded: the VPP of the recordings had not loaded every plugin.
 * @param json text of get_api_json_reply
 */
export function describedModules(json: string, recorded: readonly DescribedModule[]): DescribedModule[] {
  const names = new Set(recorded.map(({ module }) => module));
  const modules = (JSON.parse(json) as Described[]).filter(({ module }) => names.has(module));
  return inOrder(
    modules.map(({ module, vl_api_version, options, messages }) => ({
      module,
      vl_api_version,
      version: options.version,
      messages: messages.length,
    })),
  );
}

/**
 * What a VPP with fewer messages describes: the simulator has none that it does not handle, as if plugins were not loaded.
 * @param table the messages that there are, each by name and checksum
 */
export function describedWith(
  table: ReadonlyMap<string, number>,
  recorded: readonly DescribedModule[],
): DescribedModule[] {
  const less = recorded.map((module) => ({ ...module, messages: module.messages - missing(table, module) }));
  return inOrder(less.filter(({ messages }) => messages > 0));
}

interface Described {
  readonly module: string;
  readonly vl_api_version: string;
  readonly options: { readonly version: string };
  readonly messages: readonly unknown[];
}

function missing(table: ReadonlyMap<string, number>, { module, messages }: DescribedModule): number {
  const known = apiModules.find(({ name }) => name === module);
  if (known === undefined) return messages;
  return known.messages.filter((message) => !table.has(tableName(message))).length;
}

/** VPP describes modules as it has loaded their plugins. */
function inOrder(modules: readonly DescribedModule[]): DescribedModule[] {
  return [...modules].sort((left, right) => (left.module < right.module ? -1 : 1));
}
