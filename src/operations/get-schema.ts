/** get-schema (RFC 6022 3.1). */

import { ManagementError } from "../errors/management-error.js";
import type { OperationContext } from "./context.js";
import type { Answer, Operation } from "./operation.js";

type GetSchema = Extract<Operation, { kind: "get-schema" }>;

export async function getSchema(
  { datastores, generatedOperations }: OperationContext,
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
  const wanted = [identifier, version || undefined, format] as const;
  const text = (await datastores.engine.moduleText(...wanted)) ?? (await generatedOperations?.moduleText(...wanted));
  if (text !== undefined) return { kind: "text", text };
  throw new ManagementError("invalid-value", {
    message: `There is no schema ${identifier}${version ? `@${version}` : ""}`,
    badElement: "identifier",
  });
}
