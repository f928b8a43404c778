// Resident configuration trees: edits, validation, undo and journal at the cost of the change.
export type { Access, AccessOperation } from "./access.js";
export { ConfigTree, type EditOptions, type LoadOptions as ConfigTreeLoadOptions } from "./config-tree.js";
export type { DefaultOperation, EditError, ErrorOption } from "./edit-error.js";
export { toValidationError, type ValidationError } from "./validation-error.js";
