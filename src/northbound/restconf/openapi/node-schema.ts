/** Data nodes as JSON Schema: containers and list entries are components, leafs stand where they are used. */

import { createHash } from "node:crypto";
import type { DescribedNode } from "../../../schema/described-module.js";
import { componentName, dataChildren, isDemanded, isInSchemaOnly, memberName, membersBelow, textOf } from "./nodes.js";
import { type Identities, type JsonSchema, typeSchema } from "./type-schema.js";

/**
 * What a schema is for. "read": a reply, of which query parameters may have left out anything but keys. "write": a whole
 * resource, without state and with all that is mandatory. "parameters": input and output of an operation.
 */
type Purpose = "read" | "write" | "parameters";

/** A type whose schema has more characters than this is a component, to be told once. */
const LONG_TYPE = 160;

/** Writes the components of nodes as it is asked for them. */
export class NodeSchemas {
  /** JSON by the name of the component. */
  readonly components = new Map<string, string>();
  readonly #identities: Identities;
  readonly #differs = new WeakMap<DescribedNode, boolean>();

  constructor(identities: Identities) {
    this.#identities = identities;
  }

  /** The schema of a node's value: of one entry for a list or leaf-list. `path` is that of the node. */
  value(node: DescribedNode, path: string, purpose: Purpose): JsonSchema {
    if (node.kind === "leaf" || node.kind === "leaf-list") return { ...this.#type(node), ...textOf(node) };
    if (node.kind === "anydata") return { type: "object", ...textOf(node) };
    if (node.kind === "anyxml") return textOf(node);
    const isOwn = purpose === "write" && this.#isWrittenOtherwise(node);
    const name = `${componentName(path)}${isOwn ? ".write" : ""}`;
    if (!this.components.has(name)) {
      // Its place is taken first: what is inside comes behind it.
      this.components.set(name, "");
      this.components.set(
        name,
        JSON.stringify(this.#object(node, path, isOwn || purpose !== "write" ? purpose : "read")),
      );
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The same as a member of an object: a list or leaf-list is an array. */
  member(node: DescribedNode, path: string, purpose: Purpose): JsonSchema {
    const value = this.value(node, path, purpose);
    if (node.kind !== "list" && node.kind !== "leaf-list") return { ...value, ...defaultOf(node) };
    const { minElements, maxElements } = node;
    return {
      type: "array",
      items: value,
      ...(minElements > 0 && purpose !== "read" ? { minItems: minElements } : {}),
      ...(maxElements === undefined ? {} : { maxItems: maxElements }),
    };
  }

  #object(node: DescribedNode, path: string, purpose: Purpose): JsonSchema {
    const members = membersBelow(node).filter(({ config }) => purpose !== "write" || config);
    const properties = members.map((child) => {
      const name = memberName(child, node.module);
      return [name, this.member(child, `${path}/${name}`, purpose)] as const;
    });
    const required = dataChildren(node).filter(
      (child) => node.keys.includes(child.name) || (purpose !== "read" && isRequired(child, purpose)),
    );
    const choices = dataChildren(node)
      .filter(isInSchemaOnly)
      .flatMap((choice) => choiceRules(choice, node.module, purpose));
    return {
      type: "object",
      ...textOf(node),
      ...(node.presence ? { "x-yang-presence": true } : {}),
      ...(node.keys.length > 0 ? { "x-yang-keys": node.keys } : {}),
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required: required.map((child) => memberName(child, node.module)) } : {}),
      // Annotations of members (RFC 7952 5.2).
      patternProperties: { "^@": true },
      additionalProperties: false,
      ...(choices.length > 0 ? { allOf: choices } : {}),
    };
  }

  #type({ type, module }: DescribedNode): JsonSchema {
    if (type === undefined) return {};
    const schema = typeSchema(type, module, this.#identities);
    const text = JSON.stringify(schema);
    if (text.length <= LONG_TYPE) return schema;
    const digest = createHash("sha256").update(text).digest("hex").slice(0, 8);
    const name = `type.${type.typedef?.replace(/^.*:/, "") ?? type.base}.${digest}`;
    this.components.set(name, text);
    return { $ref: `#/components/schemas/${name}` };
  }

  /** Whether a write of the node looks different from what is read: there is state in it, or something mandatory. */
  #isWrittenOtherwise(node: DescribedNode): boolean {
    const known = this.#differs.get(node);
    if (known !== undefined) return known;
    const differs = dataChildren(node).some(
      (child) =>
        !child.config || (isDemanded(child) && !node.keys.includes(child.name)) || this.#isWrittenOtherwise(child),
    );
    this.#differs.set(node, differs);
    return differs;
  }
}

/** RFC 7950 7.9: nodes of one case exclude those of the others. */
function choiceRules(choice: DescribedNode, parentModule: string, purpose: Purpose): readonly JsonSchema[] {
  const isTold = ({ config }: DescribedNode) => purpose !== "write" || config;
  const cases = dataChildren(choice)
    .filter(isTold)
    .map((one) => ({ one, members: (one.kind === "case" ? membersBelow(one) : [one]).filter(isTold) }));
  const nested = cases.flatMap(({ one }) =>
    // What is mandatory in a case is so only where the case is chosen.
    one.kind === "case"
      ? dataChildren(one)
          .filter(isInSchemaOnly)
          .flatMap((inner) => choiceRules(inner, parentModule, "read"))
      : [],
  );
  const alternatives = cases.map(({ one, members }) => {
    const present = { anyOf: members.map((member) => ({ required: [memberName(member, parentModule)] })) };
    const mandatory = one.kind === "case" ? dataChildren(one).filter((child) => isRequired(child, purpose)) : [];
    return purpose !== "read" && mandatory.length > 0
      ? { ...present, required: mandatory.map((child) => memberName(child, parentModule)) }
      : present;
  });
  const told = alternatives.filter(({ anyOf }) => anyOf.length > 0);
  if (told.length === 0) return nested;
  const isOptional = purpose === "read" || !isDemanded(choice);
  const none = { not: { anyOf: told.flatMap(({ anyOf }) => anyOf) } };
  return [{ oneOf: isOptional ? [...told, none] : told }, ...nested];
}

function isRequired(child: DescribedNode, purpose: Purpose): boolean {
  return !isInSchemaOnly(child) && (purpose !== "write" || child.config) && isDemanded(child);
}

/** As the value is written in JSON; that of a leaf-list stands with the list. */
function defaultOf({ kind, type, defaults }: DescribedNode): JsonSchema {
  const [text] = defaults;
  if (kind !== "leaf" || type === undefined || text === undefined) return {};
  const base = type.base === "leafref" ? type.target.base : type.base;
  if (base === "boolean") return { default: text === "true" };
  if (/^u?int(8|16|32)$/.test(base)) return { default: Number(text) };
  // Which member of a union it is of is not known here.
  return base === "empty" || base === "union" || base === "unknown" ? {} : { default: text };
}
