/** Parameters of an <rpc>, narrowed from their RFC 7951 form. Each reader throws invalid-value for a value of another type. */

import { ManagementError } from "../../errors/management-error.js";
import type { RpcDocument } from "../../operations/management.js";

export type Parameters = Readonly<Record<string, unknown>>;

/** A parameter by name. In the module of the operation the name may stand with or without that module. */
export function parameter(rpc: RpcDocument, name: string): unknown {
  return rpc.input[name] ?? rpc.input[`${rpc.module}:${name}`];
}

/** A parameter that a container such as <source> holds, by its whole name. */
export function parametersOf(rpc: RpcDocument, name: string): Parameters {
  const value = parameter(rpc, name);
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(name, value);
  return value as Parameters;
}

export function textParameter(rpc: RpcDocument, name: string): string | undefined {
  const value = parameter(rpc, name);
  if (value === undefined || typeof value === "string") return value;
  throw invalid(name, value);
}

export function numberParameter(rpc: RpcDocument, name: string): number | undefined {
  const value = parameter(rpc, name);
  if (value === undefined) return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number)) return number;
  throw invalid(name, value);
}

/** A date-and-time, as ms since 1970. */
export function timeParameter(rpc: RpcDocument, name: string): number | undefined {
  const text = textParameter(rpc, name);
  return text === undefined ? undefined : Date.parse(text);
}

export function booleanParameter(rpc: RpcDocument, name: string): boolean | undefined {
  const value = parameter(rpc, name);
  if (value === undefined || typeof value === "boolean") return value;
  throw invalid(name, value);
}

/** Whether a parameter of type empty is there. */
export function emptyParameter(rpc: RpcDocument, name: string): boolean {
  return parameter(rpc, name) !== undefined;
}

/** Values of a leaf-list, as text; none when it is absent. */
export function textsParameter(rpc: RpcDocument, name: string): readonly string[] {
  const value = parameter(rpc, name);
  if (value === undefined) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  throw invalid(name, value);
}

/** One of a few words. */
export function wordParameter<Word extends string>(
  rpc: RpcDocument,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = parameter(rpc, name);
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw invalid(name, value);
  return word;
}

/** An identity without its module: "ietf-datastores:running" is "running". */
export function identityName(value: unknown, name: string): string {
  if (typeof value !== "string") throw invalid(name, value);
  return value.slice(value.indexOf(":") + 1);
}

/** RFC 6241 appendix A: an element that the operation cannot do without is absent. */
export function missing(name: string): ManagementError {
  return new ManagementError("missing-element", {
    type: "protocol",
    message: `parameter <${name}> is missing`,
    badElement: name,
  });
}

/** @param name with the module in front where that is another than the operation's */
export function invalid(name: string, value: unknown): ManagementError {
  const element = name.replace(/^.*:/, "");
  return new ManagementError("invalid-value", {
    type: "protocol",
    message: `parameter <${element}> cannot be ${JSON.stringify(value)}`,
    badElement: element,
  });
}
