// Which instances an expression selects, as paths.
import type { YangContext } from "../context.js";
import { evaluated } from "./data-error.js";
import type { ReadPart } from "./read-request.js";
import type { ReaderExports } from "./reader-exports.js";

export interface SelectedInstance {
  /** Instance path as RFC 7951 6.11 writes it. */
  readonly path: string;
  /** Number of its schema node in the schema table. */
  readonly schemaId: number;
}

/**
 * The nodes that an expression selects, part by part. Access rules are not looked at.
 * @param xpath with module names as prefixes
 * @throws XPathError
 */
export function select(context: YangContext, parts: readonly ReadPart[], xpath: string): SelectedInstance[] {
  return parts.filter((part) => part.root !== 0).flatMap((part) => selectIn(context, part, xpath));
}

/** Whether an expression selects anything. */
export function exists(context: YangContext, parts: readonly ReadPart[], xpath: string): boolean {
  return select(context, parts, xpath).length > 0;
}

function selectIn(context: YangContext, part: ReadPart, xpath: string): SelectedInstance[] {
  const { instance } = context;
  evaluated(context, xpath, (text) => instance.exportsAs<ReaderExports>().lyw_selected_paths(part.root, text));
  const selected = JSON.parse(instance.outputText()) as SelectedInstance[];
  const excluded = (part.excludeTopLevel ?? []).map(({ module, name }) => `/${module}:${name}`);
  return selected.filter(({ path }) => !excluded.includes(topLevelStep(path)));
}

function topLevelStep(path: string): string {
  return path.match(/^\/[^/[]*/)?.[0] ?? path;
}
