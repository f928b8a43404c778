/**
 * Pages of an LMDB file (data version 2, 64 bit, little-endian), decoded as far as their structure goes.
 *
 *   page    number u64 | transaction u64 | pad u16 | flags u16 | lower u16 | upper u16 | offset of each node u16 ... nodes
 *           of a long value: number u64 | transaction u64 | pad u16 | flags u16 | count of pages u32 | value
 *   node    low u16 | high u16 | flags u16 | key size u16 | key | value
 *   meta    magic u32 | version u32 | address u64 | map size u64 | free tree | main tree | last page u64 | transaction u64
 *   tree    pad u32 | flags u16 | depth u16 | branch pages u64 | leaf pages u64 | overflow pages u64 | entries u64 | root u64
 *
 * Offsets, lower and upper count from the end of the page's header. In a branch, the first three fields of a node are the
 * number of the child page. In a leaf, the first two are the size of the value; where the flags say so, the value is a tree,
 * or says where a long value is: page u64 | transaction u64 | count of pages u64. The page size is the pad of the free tree.
 */

/** The file does not have the structure of a good one; the message goes on from the name of the file. */
export class StructureError extends Error {
  override readonly name = "StructureError";
}

export interface TreeRecord {
  readonly depth: number;
  readonly branchPages: number;
  readonly leafPages: number;
  readonly entries: number;
  /** Page number; undefined for an empty tree. */
  readonly root: number | undefined;
}

export interface Meta {
  readonly pageBytes: number;
  readonly transaction: number;
  readonly lastPage: number;
  /** That of free pages, and that of the named trees. */
  readonly trees: readonly TreeRecord[];
}

export interface PageView {
  readonly kind: "branch" | "leaf" | "overflow";
  readonly nodes: readonly NodeView[];
  /** Of a long value: how many pages it takes. */
  readonly pages: number;
}

export interface NodeView {
  /** Page number, in a branch. */
  readonly child: number;
  readonly tree?: TreeRecord;
  readonly longValue?: { readonly page: number; readonly pages: number };
}

const MAGIC = 0xbeefc0de;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const PAGE_HEADER_BYTES = 24;
const META_BYTES = 136;
const TREE_BYTES = 48;
const NODE_HEADER_BYTES = 8;
const LONG_VALUE_BYTES = 24;
const [SMALLEST_PAGE_BYTES, LARGEST_PAGE_BYTES] = [256, 65536];
/** The first two pages are meta pages. */
const FIRST_PAGE = 2;
const kinds: Readonly<Record<number, PageView["kind"]>> = { 1: "branch", 2: "leaf", 4: "overflow" };
const KIND_BITS = 0x0f;
const NODE_IS_LONG = 0x01;
const NODE_IS_TREE = 0x02;

/** The meta page of the last transaction. Throws StructureError when there is none. */
export function newestMeta(read: (position: number, length: number) => Buffer): Meta {
  const first = decodeMeta(read(0, PAGE_HEADER_BYTES + META_BYTES).subarray(PAGE_HEADER_BYTES));
  const second = decodeMeta(read(first.pageBytes + PAGE_HEADER_BYTES, META_BYTES));
  return second.transaction > first.transaction ? second : first;
}

function decodeMeta(bytes: Buffer): Meta {
  const pageBytes = bytes.readUInt32LE(24);
  const isPageSize = pageBytes >= SMALLEST_PAGE_BYTES && pageBytes <= LARGEST_PAGE_BYTES;
  if (bytes.readUInt32LE(0) !== MAGIC || !isPageSize) throw new StructureError("is not a Sweetcomb store");
  return {
    pageBytes,
    trees: [decodeTree(bytes.subarray(24)), decodeTree(bytes.subarray(24 + TREE_BYTES))],
    lastPage: numberAt(bytes, 120),
    transaction: numberAt(bytes, 128),
  };
}

function decodeTree(bytes: Buffer): TreeRecord {
  return {
    depth: bytes.readUInt16LE(6),
    branchPages: numberAt(bytes, 8),
    leafPages: numberAt(bytes, 16),
    entries: numberAt(bytes, 32),
    root: bytes.readBigUInt64LE(40) === NO_PAGE ? undefined : numberAt(bytes, 40),
  };
}

/** Throws StructureError when the bytes are not those of a page with this number. */
export function viewPage(bytes: Buffer, page: number, { transaction, lastPage }: Meta): PageView {
  const damaged = (what: string) => new StructureError(`is damaged (page ${page} has ${what})`);
  const kind = kinds[bytes.readUInt16LE(18) & KIND_BITS];
  const isNumbered = numberAt(bytes, 0) === page && page >= FIRST_PAGE && page <= lastPage;
  if (kind === undefined || !isNumbered || numberAt(bytes, 8) > transaction) throw damaged("a wrong head");
  if (kind === "overflow") return { kind, nodes: [], pages: bytes.readUInt32LE(20) };
  const content = bytes.subarray(PAGE_HEADER_BYTES);
  const [lower, upper] = [bytes.readUInt16LE(20), bytes.readUInt16LE(22)];
  if (lower > upper || upper > content.length) throw damaged("wrong bounds");
  const nodes: NodeView[] = [];
  for (let at = 0; at < lower; at += 2) {
    const offset = content.readUInt16LE(at);
    const node = offset < upper ? undefined : decodeNode(content.subarray(offset), kind);
    if (node === undefined) throw damaged("a wrong node");
    nodes.push(node);
  }
  return { kind, nodes, pages: 1 };
}

/** @param bytes the page from the node on. Undefined when the node does not fit in. */
function decodeNode(bytes: Buffer, kind: "branch" | "leaf"): NodeView | undefined {
  if (bytes.length < NODE_HEADER_BYTES) return undefined;
  const [size, flags, keySize] = [bytes.readUInt32LE(0), bytes.readUInt16LE(4), bytes.readUInt16LE(6)];
  if (NODE_HEADER_BYTES + keySize > bytes.length) return undefined;
  if (kind === "branch") return { child: size + flags * 2 ** 32 };
  // Only the first node of a branch may be without a key.
  if (keySize === 0) return undefined;
  const value = bytes.subarray(NODE_HEADER_BYTES + keySize);
  const isLong = (flags & NODE_IS_LONG) !== 0;
  if (value.length < (isLong ? LONG_VALUE_BYTES : size)) return undefined;
  if (isLong) return { child: 0, longValue: { page: numberAt(value, 0), pages: numberAt(value, 16) } };
  if ((flags & NODE_IS_TREE) === 0) return { child: 0 };
  return size === TREE_BYTES ? { child: 0, tree: decodeTree(value) } : undefined;
}

/** A u64 as a number. What is too large for one is wrong here, exact or not. */
function numberAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
