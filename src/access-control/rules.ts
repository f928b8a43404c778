/** The NACM configuration (RFC 8341) as plain data. */

import { parsePredicates } from "../schema/instance-path.js";
import type { SchemaTree } from "../schema/schema-tree.js";

export type AccessOperation = "create" | "read" | "update" | "delete" | "exec";

export interface Rule {
  readonly name: string;
  /** undefined = any module. */
  readonly module: string | undefined;
  readonly target:
    | { readonly kind: "any" }
    | { readonly kind: "rpc"; readonly name: string | undefined }
    | { readonly kind: "notification"; readonly name: string | undefined }
    | { readonly kind: "path"; readonly path: RulePath };
  readonly operations: ReadonlySet<AccessOperation>;
  readonly permit: boolean;
}

/** A node-instance-identifier: steps with optional key predicates, variables replaced where the session is known. */
export type RulePath = readonly RuleStep[];

export interface RuleStep {
  readonly module: string;
  readonly name: string;
  /** Keys of a list entry; "." for the value of a leaf-list, POSITION where an entry is told by its place. */
  readonly keys: readonly (readonly [name: string, value: string])[];
}

/** Stands for the name of a key in a predicate such as [3]. */
export const POSITION = "";

export interface Nacm {
  readonly enabled: boolean;
  readonly readDefault: boolean;
  readonly writeDefault: boolean;
  readonly execDefault: boolean;
  readonly externalGroups: boolean;
  /** Group name to its users. */
  readonly groups: ReadonlyMap<string, ReadonlySet<string>>;
  readonly ruleLists: readonly { readonly groups: ReadonlySet<string>; readonly rules: readonly Rule[] }[];
}

const allOperations: readonly AccessOperation[] = ["create", "read", "update", "delete", "exec"];

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the content of /ietf-netconf-acm:nacm (RFC 7951 JSON, without the outer member). Absent means the defaults of the RFC:
 * enabled, read and exec permitted, write denied.
 */
export function readNacm(nacm: Json | undefined, schema: SchemaTree): Nacm {
  const content = nacm ?? {};
  const groups = listOf((content.groups as Json | undefined)?.group);
  return {
    enabled: content["enable-nacm"] !== false,
    readDefault: content["read-default"] !== "deny",
    writeDefault: content["write-default"] === "permit",
    execDefault: content["exec-default"] !== "deny",
    externalGroups: content["enable-external-groups"] !== false,
    groups: new Map(
      groups.map((group) => [group.name as string, new Set((group["user-name"] as string[] | undefined) ?? [])]),
    ),
    ruleLists: listOf(content["rule-list"]).map((list) => ({
      groups: new Set((list.group as string[] | undefined) ?? []),
      rules: listOf(list.rule).map((rule) => readRule(rule, schema)),
    })),
  };
}

function listOf(value: unknown): readonly Json[] {
  return (value as readonly Json[] | undefined) ?? [];
}

function readRule(rule: Json, schema: SchemaTree): Rule {
  return {
    name: rule.name as string,
    module: wildcard((rule["module-name"] as string | undefined) ?? "*"),
    target: readTarget(rule, schema),
    operations: readOperations((rule["access-operations"] as string | undefined) ?? "*"),
    permit: rule.action === "permit",
  };
}

function readTarget(rule: Json, schema: SchemaTree): Rule["target"] {
  if (rule["rpc-name"] !== undefined) return { kind: "rpc", name: wildcard(rule["rpc-name"] as string) };
  if (rule["notification-name"] !== undefined) {
    return { kind: "notification", name: wildcard(rule["notification-name"] as string) };
  }
  if (rule.path !== undefined) return { kind: "path", path: parseRulePath(rule.path as string, schema) };
  return { kind: "any" };
}

function wildcard(name: string): string | undefined {
  return name === "*" ? undefined : name;
}

function readOperations(bits: string): ReadonlySet<AccessOperation> {
  if (bits === "*") return new Set(allOperations);
  return new Set(bits.split(/\s+/).filter((bit) => bit !== "") as AccessOperation[]);
}

/** Splits a path in the form that libyang prints instance paths in (module names as prefixes, where they change). */
export function parseRulePath(path: string, schema: SchemaTree): RulePath {
  const steps: RuleStep[] = [];
  let module = "";
  for (const [, prefix, name, predicates] of path.matchAll(
    /\/(?:([\w.-]+):)?([\w.-]+)((?:\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*)/g,
  )) {
    if (prefix !== undefined) module = schema.module(prefix)?.name ?? prefix;
    const { predicates: keys } = parsePredicates(predicates ?? "", 0);
    steps.push({
      module,
      name: name!,
      keys: keys.map(({ key, value }) => [key?.replace(/^.*:/, "") ?? POSITION, value]),
    });
  }
  return steps;
}
