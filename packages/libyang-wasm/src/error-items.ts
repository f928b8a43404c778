// Reads the errors and warnings that csrc/errors.c hands over.
import { type ErrorItem, returnCodes, validationCodes } from "./errors.js";
import { optional } from "./optional.js";
import type { OutputReader } from "./output-reader.js";

export function readErrorItem(reader: OutputReader): ErrorItem {
  const level = reader.u32() === 0 ? "error" : "warning";
  const code = returnCodes[reader.u32() as keyof typeof returnCodes] ?? "other";
  const validationCode = validationCodes[reader.u32()] ?? "other";
  const line = reader.u32();
  return {
    level,
    code,
    validationCode,
    line,
    message: reader.string(),
    ...optional("dataPath", reader.optionalString()),
    ...optional("schemaPath", reader.optionalString()),
    ...optional("appTag", reader.optionalString()),
  };
}
