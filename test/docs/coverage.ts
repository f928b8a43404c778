/** docs/coverage.md, out of the translators, the schema and the API of VPP: what is modelled, and what only an rpc reaches. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Message } from "vpp-binapi-ts";
import type { ApiModuleDescriptor } from "vpp-binapi-ts/codec";
import type { SchemaNode, SchemaTree } from "../../src/schema/schema-tree.js";
import type { AnyTranslator } from "../../src/southbound/translator.js";

export interface CoverageInput {
  readonly schema: SchemaTree;
  readonly translators: readonly AnyTranslator[];
  readonly apiModules: readonly ApiModuleDescriptor[];
  /** Names that the translators import from the generated API: "IpRouteAddDelV2". */
  readonly imported: ReadonlySet<string>;
  /** By the name of a translator: the command of VPP's command line that shows its objects, or why there is none. */
  readonly witnesses: ReadonlyMap<string, Witnessed>;
  /** API modules of which every request serves an object or has a reason. */
  readonly modelledModules: ReadonlySet<string>;
  /** By reason, requests that serve no object. */
  readonly onlyByRpc: Readonly<Record<string, readonly string[]>>;
  /** By reason, fields of the others that no leaf feeds. */
  readonly unfedFields: Readonly<Record<string, readonly string[]>>;
}

export type Witnessed = { readonly show: string } | { readonly reason: string };

/** Names imported from the generated API anywhere below a folder. */
export function importedFromApi(folder: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8");
    for (const [, list = ""] of text.matchAll(/import (?:type )?\{([^}]*)\} from "vpp-binapi-ts\/api"/g)) {
      for (const name of list.split(",")) names.add(name.replace("type ", "").trim());
    }
  }
  return names;
}

export function coverageDocument(input: CoverageInput): string {
  const { translators, apiModules } = input;
  const modules = apiModules.map((module) => ({ module, requests: requestsOf(module) }));
  const withRequests = modules.filter(({ requests }) => requests.length > 0);
  const all = withRequests.flatMap(({ requests }) => requests);
  const used = all.filter((message) => isUsed(message, input));
  const units = new Set(translators.map(({ path }) => path));
  const leafs = translators.flatMap((translator) => leafsOf(translator, input, units));
  return [
    "# What is covered",
    "",
    "Generated from the translators (`node scripts/run.mjs test/docs/write-coverage.ts`). What is not here is reachable by name:",
    "every request of a loaded plugin is an rpc ([vpp-api.md](vpp-api.md)).",
    "",
    `${translators.length} translators for ${new Set(translators.map(({ kind }) => kind.name)).size} kinds of objects take ` +
      `${new Set(leafs).size} configuration leafs and use ${used.length} of the ${all.length} requests of the API modules below.`,
    "",
    "## Objects",
    "",
    "Readable: VPP shows the object whole. Lossy: VPP does not show the members named; they are taken as applied as long as the VPP",
    "process is the same. Write-only: VPP does not show the object at all.",
    "",
    "The last column is the command of VPP that is asked, on a real VPP and past all that is ours, whether it holds what was configured",
    "(`test/southbound/witnesses`, a part of `npm run test:vpp`), or the reason why none is.",
    "",
    "| Schema node | Object | Messages that it needs | Read back | `vppctl` |",
    "|---|---|---|---|---|",
    ...translators.map((translator) => objectRow(translator, input)),
    "",
    "## Messages",
    "",
    "| API module | Used | By rpc only |",
    "|---|---|---|",
    ...withRequests.map(({ module, requests }) => messageRow(module.name, requests, input)),
    "",
    "## Why by rpc only",
    "",
    `Of the modules that are modelled: ${[...input.modelledModules].map((name) => `\`${name}\``).join(" ")}.`,
    "",
    "| Reason | Requests |",
    "|---|---|",
    ...reasonRows(input.onlyByRpc, unusedOfModelled(input)),
    "",
    "## Fields without a leaf",
    "",
    "Of requests that are used, these fields always have the same value. `classify_add_del_session` has one action without a leaf, too: setting metadata, a",
    "number that the next node takes for its own; redirects of the classifier set it where it is needed.",
    "",
    "| Reason | Fields |",
    "|---|---|",
    ...reasonRows(input.unfedFields, Object.values(input.unfedFields).flat()),
    "",
  ].join("\n");
}

function objectRow(translator: AnyTranslator, { witnesses }: CoverageInput): string {
  const { path, name, messages, leafs = [] } = translator;
  const members = leafs.length === 0 ? "" : `<br>${leafs.map((leaf) => `\`${leaf}\``).join(" ")}`;
  return `| \`${path}\`${members} | ${name} | ${messages.map((message) => `\`${message.name}\``).join(" ")} | ${readBack(translator)} | ${witnessCell(witnesses.get(name))} |`;
}

function witnessCell(witnessed: Witnessed | undefined): string {
  if (witnessed === undefined) return "";
  return "show" in witnessed ? `\`${witnessed.show}\`` : witnessed.reason;
}

function readBack({ dump, unreadable = [], messages }: AnyTranslator): string {
  if (messages.length === 0) return "no message";
  if (dump === "unreadable") return "write-only";
  return unreadable.length === 0 ? "readable" : `lossy: ${unreadable.map((member) => `\`${member}\``).join(" ")}`;
}

function messageRow(name: string, requests: readonly Message<unknown>[], input: CoverageInput): string {
  const used = requests.filter((message) => isUsed(message, input));
  const others = requests.filter((message) => !used.includes(message));
  return `| ${name} | ${used.length} of ${requests.length} | ${others.map((message) => `\`${message.name}\``).join(" ")} |`;
}

/** Requests of modelled modules that serve no object. */
export function unusedOfModelled(
  input: Pick<CoverageInput, "apiModules" | "imported" | "modelledModules">,
): readonly string[] {
  return input.apiModules
    .filter(({ name }) => input.modelledModules.has(name))
    .flatMap((module) => requestsOf(module).filter((message) => !isUsed(message, input)))
    .map(({ name }) => name);
}

function reasonRows(byReason: Readonly<Record<string, readonly string[]>>, told: readonly string[]): readonly string[] {
  return Object.entries(byReason).flatMap(([reason, all]) => {
    const names = all.filter((name) => told.includes(name));
    return names.length === 0 ? [] : [`| ${reason} | ${names.map((name) => `\`${name}\``).join(" ")} |`];
  });
}

/** Requests that VPP does not call deprecated. */
function requestsOf({ messages }: ApiModuleDescriptor): readonly Message<unknown>[] {
  return messages.filter(({ kind, options }) => kind !== "reply" && kind !== "event" && !("deprecated" in options));
}

function isUsed({ name }: Message<unknown>, { imported }: Pick<CoverageInput, "imported">): boolean {
  return imported.has(classNameOf(name));
}

/** The name of a message in the generated API: "IpRouteAddDelV2". */
export function classNameOf(name: string): string {
  return name.replace(/(?:^|_)([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Paths of the configuration leafs that a translator takes; those of units below are their translators'. */
function leafsOf({ path, leafs }: AnyTranslator, { schema }: CoverageInput, units: ReadonlySet<string>): string[] {
  const tops = leafs === undefined ? [path] : leafs.map((leaf) => `${path}/${leaf}`);
  return tops.flatMap((top) => configurationLeafs(schema.byPath(top), units, path));
}

function configurationLeafs(node: SchemaNode | undefined, units: ReadonlySet<string>, own: string): string[] {
  if (node === undefined || !node.config || (node.path !== own && units.has(node.path))) return [];
  if (node.kind === "leaf" || node.kind === "leaf-list") return [node.path];
  return node.children.flatMap((child) => configurationLeafs(child, units, own));
}
