/** Small questions about described nodes that several files here ask. */

import type { DescribedNode } from "../../../schema/described-module.js";

/** RFC 7951 4: with the module where it is another than the parent's. */
export function memberName({ module, name }: DescribedNode, parentModule: string | undefined): string {
  return module === parentModule ? name : `${module}:${name}`;
}

/** Children that are data, with choices as nodes. */
export function dataChildren(node: DescribedNode): readonly DescribedNode[] {
  return node.children.filter(({ kind }) => kind !== "action" && kind !== "notification");
}

/** Those of them that a client can write. */
export function writtenChildren(node: DescribedNode): readonly DescribedNode[] {
  return dataChildren(node).filter(({ config }) => config);
}

/** The nodes that stand in data under a node, whichever choice they are in. */
export function membersBelow(node: DescribedNode): readonly DescribedNode[] {
  return dataChildren(node).flatMap((child) => (isInSchemaOnly(child) ? membersBelow(child) : [child]));
}

export function isInSchemaOnly({ kind }: DescribedNode): boolean {
  return kind === "choice" || kind === "case";
}

/** Whether a node has to be there whatever else is, when its parent is (RFC 7950 3, "mandatory node"). */
export function isDemanded(node: DescribedNode): boolean {
  if (node.conditional) return false;
  if (node.kind !== "container") return node.mandatory || node.minElements > 0;
  return !node.presence && dataChildren(node).some(isDemanded);
}

/** "/m:a/b" as the name of a component. */
export function componentName(path: string): string {
  return path.slice(1).replaceAll(":", ".").replaceAll("/", "__");
}

/** First paragraph of a description on one line. */
export function textOf({ description, units, status }: DescribedNode): { readonly description?: string } {
  const text =
    description
      ?.split(/\n\s*\n/, 1)[0]
      ?.replace(/\s+/g, " ")
      .trim() ?? "";
  const parts = [text, units === undefined ? "" : `Units: ${units}.`, status === "current" ? "" : `(${status})`];
  const whole = parts.filter((part) => part !== "").join(" ");
  return whole === "" ? {} : { description: whole };
}
