/** Where an error in a message body is, seen from the datastore. */

import { withoutPredicates } from "../../schema/without-predicates.js";
import type { EngineError } from "./protocol.js";

/**
 * libyang knows the place of an error below the body's top, and that of a leaf as its parent's.
 * @param parent instance that the body stands below, or the operation that it is the input of; "" is the datastore
 * @param target instance that the body is to hold, where the request names it
 */
export function placed(
  error: EngineError,
  { parent, target }: { readonly parent: string; readonly target?: string | undefined },
): EngineError {
  if (error.path === undefined) return error;
  if (error.path === parent) return { ...error, path: target ?? parent };
  if (parent === "" || error.path.startsWith(`${parent}/`)) return error;
  // The module stands in front of a name only where it differs from the parent's.
  const [, module, rest] = /^\/([\w.-]+):(.*)$/s.exec(error.path) ?? [];
  const parentModule = [...withoutPredicates(parent).matchAll(/\/([\w.-]+):/g)].at(-1)?.[1];
  return { ...error, path: `${parent}/${module === parentModule ? rest : `${module}:${rest}`}` };
}

/** An error in the input of an operation, with the operation in its path. libyang tells none where the input as a whole is wrong. */
export function placedInInput(error: EngineError, operationPath: string): EngineError {
  if (error.path === undefined && error.tag !== "malformed-message") return { ...error, path: operationPath };
  return placed(error, { parent: operationPath });
}
