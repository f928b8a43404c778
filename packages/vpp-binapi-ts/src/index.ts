export * from "./codec/index.js";
export { type AnyMessage, type CompiledApi, compileApi } from "./description/compile.js";
export type * from "./description/model.js";
export { parseApiDescription } from "./description/parse.js";
export { type ApiModuleJson, toApiJson } from "./description/to-api-json.js";
export { ApiDescriptionError } from "./description/unknown-json.js";
export { vppErrorName, vppErrorNames } from "./error-codes.js";
export { VppDecodeError, VppEncodeError } from "./errors.js";
