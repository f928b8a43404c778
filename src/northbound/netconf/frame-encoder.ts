/** Lays messages into a stream of bytes. */

import { END_OF_CHUNKS, END_OF_MESSAGE, type Framing } from "./framing.js";

/** Pieces are joined up to this length, so that a short reply is one write and a long one has few headers. */
const BLOCK_BYTES = 32 * 1024;

/**
 * Lays one message, given in pieces, into frames. Holds no more of it than one block and one piece. A piece as long as a block is
 * passed on as it is: to copy a long answer costs memory that has to be collected while others wait.
 */
export async function* frameMessage(
  framing: Framing,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    waitingBytes += piece.length;
    if (waitingBytes < BLOCK_BYTES) continue;
    const frame = inFrame(framing, waiting, waitingBytes);
    if (piece.length < BLOCK_BYTES) yield Buffer.concat(frame);
    else yield* frame;
    waiting = [];
    waitingBytes = 0;
  }
  yield Buffer.concat([
    ...inFrame(framing, waiting, waitingBytes),
    framing === "chunked" ? END_OF_CHUNKS : END_OF_MESSAGE,
  ]);
}

/** The pieces of one message that is there whole, in its frame. */
export function frameWhole(framing: Framing, message: Buffer): readonly Uint8Array[] {
  return [...inFrame(framing, [message], message.length), framing === "chunked" ? END_OF_CHUNKS : END_OF_MESSAGE];
}

function inFrame(framing: Framing, pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  // A chunk of no bytes does not exist in the grammar.
  if (framing === "end-of-message" || bytes === 0) return pieces;
  return [Buffer.from(`\n#${bytes}\n`), ...pieces];
}
