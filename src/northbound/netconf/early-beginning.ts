/**
 * The first bytes of the next message, sent before there is one.
 *
 * ncclient (and Ansible with it) looks for a request of its own to send only when something has arrived, or
 * 100 ms have passed: each rpc of a script waits that long before it leaves the client. What every chunked message of ours begins with is known
 * beforehand, and RFC 6242 lets the bytes of a frame arrive in pieces. So these bytes go out one by one after a reply, at the
 * moments when a client is likely to have its next request ready. The stream of bytes is the same; only its timing differs.
 */

/** A chunk that holds the "<" of the document element. */
const BEGINNING = Buffer.from("\n#1\n<");
/** One for each byte, from the one before: most clients are ready 1 to 3 ms after a reply. */
const DELAYS_MS = [1, 1, 2, 4, 12];

/** One of the capabilities that ncclient announces as its own; few clients announce any beyond the base. */
const NCCLIENT_CAPABILITY = "urn:ietf:params:netconf:capability:url:1.0?scheme=http,ftp,file,https,sftp";

/**
 * Whether a client waits in this way. Others are left alone, for one that looks for the end of a reply at the end of what it
 * has read would stumble over bytes behind it.
 * @param software what the client calls itself in its SSH identification
 * @param capabilities of its hello
 */
export function waitsForInput(software: string, capabilities: readonly string[]): boolean {
  return /paramiko/i.test(software) && capabilities.includes(NCCLIENT_CAPABILITY);
}

export class EarlyBeginning {
  #sent = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param write sends bytes at once, if the peer is still there */
  constructor(readonly write: (bytes: Buffer) => void) {}

  /** A reply has been sent: begins with the next message. */
  start(): void {
    this.#sent = 0;
    this.#sendNext();
  }

  /** Stops for good, or until the next `start`. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** @param frames the rest of the message, from behind its "<" */
  async *continueWith(frames: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    this.stop();
    const rest = BEGINNING.subarray(this.#sent);
    if (rest.length > 0) yield rest;
    yield* frames;
  }

  #sendNext(): void {
    const delayMs = DELAYS_MS[this.#sent];
    if (delayMs === undefined) return;
    this.#timer = setTimeout(() => {
      this.write(BEGINNING.subarray(this.#sent, this.#sent + 1));
      this.#sent++;
      this.#sendNext();
    }, delayMs);
  }
}

/** A message less its first byte, which is "<": the beginning has it. */
export async function* withoutFirstByte(message: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let isFirst = true;
  for await (const piece of message) {
    if (piece.length === 0) continue;
    yield isFirst ? piece.subarray(1) : piece;
    isFirst = false;
  }
}
