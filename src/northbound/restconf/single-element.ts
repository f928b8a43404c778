/** An XML document has one root, so a list as a whole can be answered in XML only when it has one entry (RFC 8040 4.3). */

import { chunksOf, type OpenedChunks } from "./reply-stream.js";
import { invalidRequest } from "./restconf-error.js";
import { XmlScanner } from "./xml-scanner.js";

/**
 * Reads up to the second element, and hands back all chunks when there is none.
 * Throws 400 invalid-value when there is; up to there the entry is held, which is as much as one GET of it.
 */
export async function requireSingleElement(opened: OpenedChunks, path: string): Promise<OpenedChunks> {
  const scanner = new XmlScanner();
  const held: Uint8Array[] = [];
  let elements = 0;
  for await (const chunk of chunksOf(opened)) {
    held.push(chunk);
    elements += scanner.push(chunk).length;
    if (elements > 1) throw invalidRequest(`${path} has several entries, which one XML document cannot hold`, path);
  }
  return { first: Buffer.concat(held), rest: nothing() };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
