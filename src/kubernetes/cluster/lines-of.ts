/** The lines of a stream of text, as many at a time as come together. */

import { StringDecoder } from "node:string_decoder";

/** What stands behind the last line end is no line yet, and is left out at the end. */
export async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder("utf8");
  let begun = "";
  for await (const chunk of stream) {
    const lines = (begun + decoder.write(chunk)).split("\n");
    begun = lines.pop() ?? "";
    yield lines;
  }
}
