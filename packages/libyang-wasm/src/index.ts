// libyang behind a typed interface.

export * from "./config-tree/index.js";
export { type ContextOptions, type ModuleOptions, YangContext } from "./context.js";
export { type Annotation, DataNode, type NodeDescription } from "./data-node.js";
export { DataTree } from "./data-tree.js";
export {
  type ErrorItem,
  LibyangError,
  LibyangMemoryError,
  LibyangTrapError,
  type ReturnCode,
  type ValidationCode,
} from "./errors.js";
export { type IdentityInfo, type IdentityName, identities } from "./identities.js";
export { LibyangInstance } from "./instance.js";
export { compileLibyang, type LoadOptions, loadLibyang } from "./load.js";
export { type MarkedLeaf, markedLeafs } from "./marked-leafs.js";
export type { FeatureInfo, ModuleInfo } from "./module-list.js";
export type { ModuleRequest, ModuleResolver, ModuleText } from "./module-resolver.js";
export type { OpaqueModule } from "./opaque.js";
export type {
  DataFormat,
  DuplicateOptions,
  OperationType,
  ParseOptions,
  PrintOptions,
  ValidateOptions,
  WithDefaults,
} from "./options.js";
export { ParsedOperation } from "./parsed-operation.js";
export { Cursor, openCursor } from "./reader/cursor.js";
export { type DataError, XPathError, xpathError } from "./reader/data-error.js";
export { attachEditMeta, type EditMetadata, editTreeForPath } from "./reader/edit-tree.js";
export { type ListPage, type ListPageRequest, listPage } from "./reader/list-page.js";
export { parseContent, parseInput } from "./reader/message-body.js";
export type { DefaultsMode, PageNote, ReadAccess, ReadPart, ReadRequest } from "./reader/read-request.js";
export { type DecodedRpc, decodeRpc } from "./reader/rpc-document.js";
export { type SchemaRow, schemaTable } from "./reader/schema-table.js";
export { exists, select } from "./reader/select.js";
export { type Must, SchemaNode, type SchemaNodeDescription, type SchemaNodeKind, type When } from "./schema-node.js";
export type { Bounds, NamedValue, SchemaExpression, SchemaType } from "./schema-type.js";
export { firstOf, searchPath } from "./search-path.js";
export type { DiffOptions, MergeOptions } from "./tree-diff.js";
export type { DefaultsOptions, TreeValidateOptions } from "./validation.js";
export type { SelectedValue, XPathValue } from "./xpath.js";
