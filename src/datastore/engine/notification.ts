/** Notifications, from plain values to the protocol's text. */

import { openCursor, type YangContext } from "libyang-wasm";
import { parsePredicates } from "../../schema/instance-path.js";

/**
 * @param path "/module:name", or the instance path of a notification that belongs to a data node
 * @param content members of the notification, RFC 7951
 * @param select XPaths of a filter; undefined wants all
 * @returns the notification with what leads to it; undefined when the filter selects nothing of it
 */
export function encodeNotification(
  context: YangContext,
  path: string,
  content: unknown,
  format: "xml" | "json",
  select: readonly string[] | undefined,
): Uint8Array | undefined {
  using parsed = context.parseOperation(documentOf(path, content), "json", "notification");
  const { tree } = parsed;
  if (tree === undefined) throw new Error(`${path} is no notification`);
  const selects = (xpath: string) => knowsModulesOf(context, xpath) && tree.select(xpath).length > 0;
  if (select !== undefined && !select.some(selects)) return undefined;
  using cursor = openCursor(context, [{ root: tree.pointer }], { format, root: "tree" });
  return cursor.drain();
}

/** A filter may speak of modules that are compiled elsewhere, and then of notifications that are not here. */
function knowsModulesOf(context: YangContext, xpath: string): boolean {
  const withoutLiterals = xpath.replace(/'[^']*'|"[^"]*"/g, "");
  const names = withoutLiterals.matchAll(/([A-Za-z_][\w.-]*):(?=[A-Za-z_*])/g);
  return [...names].every(([, module = ""]) => context.findModule(module) !== undefined);
}

/** The content in the nodes that its path names, keys included. */
function documentOf(path: string, content: unknown): string {
  const steps = [...path.matchAll(/\/([\w.-]+(?::[\w.-]+)?)((?:\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*)/g)];
  const document = steps.reverse().reduce<unknown>((inner, [, name = "", predicates = ""], index) => {
    const keys = parsePredicates(predicates, 0).predicates.filter(({ key }) => key !== undefined);
    const entry = { ...Object.fromEntries(keys.map(({ key, value }) => [key, value])), ...(inner as object) };
    return { [name]: keys.length > 0 && index > 0 ? [entry] : entry };
  }, content);
  return JSON.stringify(document);
}
