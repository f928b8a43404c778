import type { OperationContext } from "../context.js";
import { xpathTokens } from "./xpath-tokens.js";

/**
 * What is wrong with the XPaths of a filter, found by evaluating them over nothing; undefined when they can be used. Those about modules
 * that are made while the server runs cannot be looked at before there is an event of theirs.
 */
export async function faultOfFilter(
  { datastores, schema }: OperationContext,
  select: readonly string[],
): Promise<string | undefined> {
  const isAboutGenerated = (xpath: string) =>
    [...xpathTokens(xpath)].some((token) => token.kind === "name" && schema.module(token.prefix ?? "")?.generated);
  const start = await datastores.engine.openRead({
    source: "stored",
    stored: Buffer.from("{}"),
    documents: [],
    documentTopLevel: [],
    format: "json",
    select: select.filter((xpath) => !isAboutGenerated(xpath)),
    root: "tree",
    withDefaults: "explicit",
    content: "all",
    origin: false,
  });
  return "error" in start ? start.error.message : undefined;
}
