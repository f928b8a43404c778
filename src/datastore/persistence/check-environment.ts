/**
 * Looks at an LMDB file before it is mapped. LMDB trusts its file: a cut-off one would end the process with SIGBUS,
 * where an operator deserves a sentence. Layout of the two meta pages (lmdb.h: MDB_page, MDB_meta), little-endian, 64 bit.
 */

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { StoreError } from "./store.js";

const MAGIC = 0xbeefc0de;
const PAGE_HEADER_BYTES = [16, 24] as const;

/** Throws StoreError when the file is no LMDB environment or is shorter than its newest meta page says. */
export function checkEnvironment(path: string): void {
  const file = openSync(path, "r");
  try {
    const size = fstatSync(file).size;
    if (size === 0) return;
    const head = Buffer.alloc(4096 * 2);
    const bytes = readSync(file, head, 0, head.length, 0);
    const at = PAGE_HEADER_BYTES.find((offset) => bytes > offset + 4 && head.readUInt32LE(offset) === MAGIC);
    if (at === undefined) throw new StoreError(`${path} is not a Sweetcomb store: ${damaged}`);
    const needed = bytesNeeded(head, at);
    if (size < needed) throw new StoreError(`${path} is cut off: ${size} bytes of ${needed}: ${damaged}`);
  } finally {
    closeSync(file);
  }
}

const damaged = "restore it from a backup, or start with another --state-dir";

/** MDB_meta: magic u32, version u32, address u64, map size u64, two MDB_db of 48 bytes, last page u64, transaction u64. */
function bytesNeeded(head: Buffer, at: number): number {
  const pageSize = head.readUInt32LE(at + 24);
  const meta = (start: number) => ({
    magic: head.length >= start + 144 ? head.readUInt32LE(start) : 0,
    lastPage: head.length >= start + 144 ? Number(head.readBigUInt64LE(start + 120)) : 0,
    transaction: head.length >= start + 144 ? Number(head.readBigUInt64LE(start + 128)) : 0,
  });
  const metas = [meta(at), meta(at + pageSize)].filter(({ magic }) => magic === MAGIC);
  const newest = metas.reduce((left, right) => (right.transaction > left.transaction ? right : left));
  return (newest.lastPage + 1) * pageSize;
}
