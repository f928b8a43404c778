import { atPath, VppDecodeError, VppEncodeError } from "../errors/codec-errors.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { PlannedField } from "./field-plan.js";
import { type InlineScalar, inlineScalar, unfit } from "./scalars.js";

/**
 * Turns the fields of a struct into one straight-line JavaScript function to write and one to read it: three to five times as
 * fast as walking the fields. Numbers up to 32 bits and truth values are stored and loaded in place, with one check of the
 * room for a whole run of them; all else calls the field's own wire type. For `ip_route` the writer begins:
 *
 *     let writing = "";
 *     let found = 0;
 *     try {
 *       let at = writer.allot(8);
 *       let bytes = writer.bytes;
 *       writing = "tableId";
 *       let v0 = source["tableId"];
 *       if (v0 === undefined) v0 = 0; else found++;
 *       if (typeof v0 !== "number" || v0 >>> 0 !== v0) throw unfit("u32", v0);
 *       bytes[at] = v0 >>> 24; ...
 */
export function compileWriter(plan: readonly PlannedField[]): StructWriter {
  const code = new Code();
  code.add("let writing = '';", "let found = 0;", "let at = 0;", "let bytes;", "try {");
  for (const part of runsOf(plan)) {
    if (!Array.isArray(part)) {
      printWriteCall(code, part);
      continue;
    }
    code.add(`at = writer.allot(${sizeOf(part)});`, "bytes = writer.bytes;");
    let offset = 0;
    for (const { field, scalar } of part) {
      code.add(`writing = ${JSON.stringify(field.name)};`);
      const value = printInput(code, field);
      code.add(`if (${scalar.misfits(value)}) throw unfit(${JSON.stringify(scalar.name)}, ${value});`);
      code.add(...scalar.store(value, (byte) => `bytes[at + ${offset + byte}]`));
      offset += scalar.size;
    }
  }
  code.add(
    "} catch (error) { throw atPath(error, writing); }",
    "let given = 0;",
    "for (const name in source) given++;",
    "if (given > found) refuseUnknown(source);",
  );
  const refuseUnknown = (source: Record<string, unknown>) => refuseUnknownFields(plan, source);
  return code.toFunction(["writer", "source"], { unfit, atPath, refuseUnknown }) as StructWriter;
}

/** The counterpart of compileWriter: gives an object with all fields but the counting ones. */
export function compileReader(plan: readonly PlannedField[]): StructReader {
  const code = new Code();
  code.add("let reading = '';", "let at = 0;", "let count = 0;", "const { bytes } = reader;");
  for (const field of plan) if (field.role !== "count") code.add(`let ${code.variableOf(field)};`);
  code.add("try {");
  for (const part of runsOf(plan)) {
    if (!Array.isArray(part)) {
      printReadCall(code, part);
      continue;
    }
    const run = code.constant(part.map(({ field, scalar }) => [field.name, scalar.size] as const));
    code.add(`at = takeRun(reader, ${sizeOf(part)}, ${run});`);
    let offset = 0;
    for (const { field, scalar } of part) {
      const target = field.role === "count" ? "count" : code.variableOf(field);
      code.add(`${target} = ${scalar.load((byte) => `bytes[at + ${offset + byte}]`)};`);
      offset += scalar.size;
    }
  }
  code.add("} catch (error) { throw reading === '' ? error : atPath(error, reading); }");
  const members = plan.filter(({ role }) => role !== "count");
  code.add(
    `return { ${members.map((field) => `${JSON.stringify(field.name)}: ${code.variableOf(field)}`).join(", ")} };`,
  );
  return code.toFunction(["reader"], { takeRun, atPath }) as StructReader;
}

export type StructWriter = (writer: ByteWriter, source: Record<string, unknown>) => void;
export type StructReader = (reader: ByteReader) => Record<string, unknown>;

interface InlineField {
  readonly field: PlannedField;
  readonly scalar: InlineScalar;
}

/** The fields in wire order, with those next to each other that are stored in place taken together. */
function runsOf(plan: readonly PlannedField[]): (PlannedField | InlineField[])[] {
  const parts: (PlannedField | InlineField[])[] = [];
  for (const field of plan) {
    const scalar = inlineScalar(field.type);
    const last = parts.at(-1);
    if (scalar === undefined) parts.push(field);
    else if (Array.isArray(last)) last.push({ field, scalar });
    else parts.push([{ field, scalar }]);
  }
  return parts;
}

function sizeOf(run: readonly InlineField[]): number {
  return run.reduce((sum, { scalar }) => sum + scalar.size, 0);
}

/** Prints what brings the value of a field into a variable: that of the caller, else the default; gives the variable. */
function printInput(code: Code, field: PlannedField): string {
  const variable = code.variableOf(field);
  if (field.role === "count") {
    code.add(`const ${variable} = ${code.constant(field.array)}.countOf(source[${JSON.stringify(field.arrayName)}]);`);
    return variable;
  }
  code.add(`let ${variable} = source[${JSON.stringify(field.name)}];`);
  const absent = field.default ?? inlineScalar(field.type)?.absent;
  code.add(`if (${variable} !== undefined) found++;`);
  if (absent !== undefined) code.add(`else ${variable} = ${code.constant(absent)};`);
  return variable;
}

function printWriteCall(code: Code, field: PlannedField): void {
  code.add(`writing = ${JSON.stringify(field.name)};`);
  const value = printInput(code, field);
  const type = code.constant(field.type);
  if (field.role !== "choice") {
    code.add(`${type}.write(writer, ${value});`);
    return;
  }
  const selector = `source[${JSON.stringify(field.discriminator)}] ?? ${field.absentDiscriminator}`;
  code.add(`${type}.writeCase(writer, ${value}, ${code.constant(field.cases)}, ${selector});`);
}

function printReadCall(code: Code, field: PlannedField): void {
  code.add(`reading = ${JSON.stringify(field.name)};`);
  const type = code.constant(field.type);
  const variable = code.variableOf(field);
  if (field.role === "count") code.add(`count = ${type}.read(reader);`);
  else if (field.role === "counted") code.add(`${variable} = ${type}.readCounted(reader, count);`);
  else if (field.role === "plain") code.add(`${variable} = ${type}.read(reader);`);
  else {
    const selector = code.variableNamed(field.discriminator);
    code.add(`${variable} = ${type}.readCase(reader, ${code.constant(field.cases)}, ${selector});`);
  }
  code.add("reading = '';");
}

/** Where a run of fields starts in the reader's bytes. When they are not all there, the error names the first that is missing. */
function takeRun(reader: ByteReader, size: number, run: readonly (readonly [name: string, size: number])[]): number {
  if (reader.remaining >= size) return reader.take(size);
  for (const [name, fieldSize] of run) {
    try {
      reader.take(fieldSize);
    } catch (error) {
      throw atPath(error, name);
    }
  }
  throw new VppDecodeError("", "message ends too early");
}

function refuseUnknownFields(plan: readonly PlannedField[], source: Record<string, unknown>): void {
  for (const name of Object.keys(source)) {
    if (source[name] === undefined) continue;
    const field = plan.find((known) => known.name === name);
    if (field === undefined) throw new VppEncodeError(name, "no such field");
    if (field.role === "count") throw new VppEncodeError(name, `is filled from the length of ${field.arrayName}`);
  }
}

/** Lines of JavaScript and the values that they refer to. Names of fields occur in it as quoted text only. */
class Code {
  readonly #lines: string[] = [];
  readonly #constants: unknown[] = [];
  readonly #variables = new Map<string, string>();

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /** The name under which the lines may use a value. */
  constant(value: unknown): string {
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    return `c${this.#constants.push(value) - 1}`;
  }

  variableOf(field: PlannedField): string {
    return this.variableNamed(field.name);
  }

  /** The variable that holds the value of the field of this name. */
  variableNamed(name: string): string {
    const known = this.#variables.get(name) ?? `v${this.#variables.size}`;
    this.#variables.set(name, known);
    return known;
  }

  toFunction(parameters: readonly string[], helpers: Readonly<Record<string, unknown>>): unknown {
    const constants = this.#constants.map((_, index) => `c${index}`);
    const body = `"use strict"; return (${parameters.join(", ")}) => {\n${this.#lines.join("\n")}\n};`;
    const make = new Function(...Object.keys(helpers), ...constants, body);
    return make(...Object.values(helpers), ...this.#constants);
  }
}
