// Reading: the schema as rows, requests decoded, and data printed as a stream.
export { Cursor, openCursor } from "./cursor.js";
export { type DataError, type DataErrorTag, XPathError, xpathError } from "./data-error.js";
export { attachEditMeta, type EditMetadata, type EditOperation, editTreeForPath } from "./edit-tree.js";
export {
  type BodyOptions,
  type BodyTarget,
  type InputOptions,
  type ParsedBody,
  type ParsedInput,
  parseContent,
  parseInput,
} from "./message-body.js";
export type { OperationContent } from "./operation-content.js";
export type { DataEncoding, DefaultsMode, PageNote, ReadAccess, ReadPart, ReadRequest } from "./read-request.js";
export {
  type DecodedRpc,
  decodeRpc,
  type FailedRpc,
  type FilterElement,
  type RpcDocument,
  type XmlAttribute,
  type XmlElement,
} from "./rpc-document.js";
export { type SchemaRow, type SchemaRowKind, type SchemaTable, schemaTable } from "./schema-table.js";
export { exists, type SelectedInstance, select } from "./select.js";
