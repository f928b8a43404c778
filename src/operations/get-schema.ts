/** get-schema (RFC 6022 3.1). */

import { ManagementError } from "../errors/management-error.js";
import type { SchemaTree } from "../schema/schema-tree.js";
import type { OperationContext } from "./context.js";
import type { Answer, Operation } from "./operation.js";

type GetSchema = Extract<Operation, { kind: "get-schema" }>;

export async function getSchema(
  { datastores, generatedOperations, schema }: OperationContext,
  operation: GetSchema,
): Promise<Answer> {
  const { identifier, version } = operation;
  const format = (operation.format ?? "yang").replace(/^.*:/, "");
  if (format !== "yang" && format !== "yin") {
    throw new ManagementError("invalid-value", {
      message: `Schemas are there as "yang" and "yin", not as "${format}"`,
      badElement: "format",
    });
  }
  if (!version && isAmbiguous(schema, identifier)) throw notUnique(identifier);
  const wanted = [identifier, version || undefined, format] as const;
  const text = (await datastores.engine.moduleText(...wanted)) ?? (await generatedOperations?.moduleText(...wanted));
  if (text !== undefined) return { kind: "text", text };
  throw new ManagementError("invalid-value", {
    message: `There is no schema ${identifier}${version ? `@${version}` : ""}`,
    badElement: "identifier",
  });
}

/** A module may be there in an older revision besides, because another one imports that. */
function isAmbiguous({ modules }: SchemaTree, identifier: string): boolean {
  const named = modules.flatMap((module) => [module, ...module.submodules]).filter(({ name }) => name === identifier);
  return new Set(named.map(({ revision }) => revision)).size > 1;
}

function notUnique(identifier: string): ManagementError {
  return new ManagementError("operation-failed", {
    appTag: "data-not-unique",
    message: `The schema ${identifier} is there in several versions, of which one has to be named`,
    badElement: "identifier",
  });
}
