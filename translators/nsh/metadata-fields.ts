/** Metadata of type 2 (RFC 8300 2.5.1): class, type and length, then the value up to a multiple of four bytes. */

export interface MetadataField {
  readonly index: number;
  readonly class: number;
  readonly type: number;
  /** Hexadecimal. */
  readonly value?: string;
}

/** What VPP's messages have room for. */
export const METADATA_BYTES = 248;

const HEAD_BYTES = 4;

/** The fields in the order of their indexes. They may be more than VPP has room for. */
export function encodeFields(fields: readonly MetadataField[]): Uint8Array {
  return Buffer.concat(inOrder(fields).map(encodeField));
}

export function inOrder(fields: readonly MetadataField[]): readonly MetadataField[] {
  return [...fields].sort((one, other) => one.index - other.index);
}

/** @param indexes of the fields where they are known. VPP keeps their order alone. */
export function decodeFields(bytes: Uint8Array, indexes: readonly number[]): readonly MetadataField[] {
  const view = Buffer.from(bytes);
  const fields: MetadataField[] = [];
  let at = 0;
  while (at + HEAD_BYTES <= view.length) {
    const length = view.readUInt8(at + 3);
    fields.push({
      index: indexes[fields.length] ?? fields.length,
      class: view.readUInt16BE(at),
      type: view.readUInt8(at + 2),
      value: view.toString("hex", at + HEAD_BYTES, at + HEAD_BYTES + length),
    });
    at += fieldBytes(length);
  }
  return fields;
}

function encodeField({ class: metadataClass, type, value = "" }: MetadataField): Uint8Array {
  const content = Buffer.from(value, "hex");
  const bytes = Buffer.alloc(fieldBytes(content.length));
  bytes.writeUInt16BE(metadataClass, 0);
  bytes.writeUInt8(type, 2);
  bytes.writeUInt8(content.length, 3);
  content.copy(bytes, HEAD_BYTES);
  return bytes;
}

function fieldBytes(length: number): number {
  return HEAD_BYTES + 4 * Math.ceil(length / 4);
}
