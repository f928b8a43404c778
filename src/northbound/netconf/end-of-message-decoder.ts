/** End-of-message framing (RFC 6242 4.3): a message ends at "]]>]]>". */

import { ByteCollector } from "./byte-collector.js";
import { END_OF_MESSAGE, MessageTooBigError, type PartDecoder, type Taken } from "./framing.js";

/** What stays matched when the byte after n matched bytes of the marker is another one (Knuth, Morris, Pratt). */
const FALLBACK = [0, 0, 1, 0, 1, 2] as const;

/** Each byte is looked at once, however the stream is cut. */
export class EndOfMessageDecoder implements PartDecoder {
  readonly #collector = new ByteCollector();
  /** Bytes of the marker at the end of what came so far. They are not in the collector. */
  #matched = 0;

  constructor(readonly maxMessageBytes: number) {}

  take(bytes: Buffer): Taken {
    const start = this.#resumeMarker(bytes);
    if (this.#matched === END_OF_MESSAGE.length) return this.#complete(bytes.subarray(start));
    const end = bytes.indexOf(END_OF_MESSAGE, start);
    if (end >= 0) {
      this.#append(bytes.subarray(start, end));
      return this.#complete(bytes.subarray(end + END_OF_MESSAGE.length));
    }
    if (start < bytes.length) {
      this.#matched = markerStartAtEnd(bytes, start);
      this.#append(bytes.subarray(start, bytes.length - this.#matched));
    }
    return { message: undefined, rest: bytes.subarray(bytes.length) };
  }

  /** Goes on with a marker that began in earlier bytes. Returns how many bytes that took. */
  #resumeMarker(bytes: Buffer): number {
    let offset = 0;
    while (this.#matched > 0 && this.#matched < END_OF_MESSAGE.length && offset < bytes.length) {
      if (bytes[offset] === END_OF_MESSAGE[this.#matched]) {
        this.#matched++;
        offset++;
      } else {
        const kept = FALLBACK[this.#matched] ?? 0;
        this.#append(END_OF_MESSAGE.subarray(0, this.#matched - kept));
        this.#matched = kept;
      }
    }
    return offset;
  }

  #append(bytes: Buffer): void {
    if (this.#collector.length + bytes.length > this.maxMessageBytes)
      throw new MessageTooBigError(this.maxMessageBytes);
    if (bytes.length > 0) this.#collector.append(bytes);
  }

  #complete(rest: Buffer): Taken {
    this.#matched = 0;
    return { message: withoutLeadingSpace(this.#collector.take()), rest };
  }
}

/** Length of the longest beginning of the marker that the bytes end with. */
function markerStartAtEnd(bytes: Buffer, start: number): number {
  for (let length = Math.min(END_OF_MESSAGE.length - 1, bytes.length - start); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(END_OF_MESSAGE.subarray(0, length))) return length;
  }
  return 0;
}

/** Many clients write a line feed after the marker. It would stand before the XML declaration of the next message. */
function withoutLeadingSpace(message: Buffer): Buffer {
  let start = 0;
  while (start < message.length && isSpace(message[start]!)) start++;
  return message.subarray(start);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
