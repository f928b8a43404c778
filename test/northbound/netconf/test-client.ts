/** A NETCONF client for tests, on any stream: frames what it is told to, and waits for replies. */

import type { Duplex } from "node:stream";
import { FrameDecoder } from "../../../src/northbound/netconf/frame-decoder.js";
import { END_OF_CHUNKS, END_OF_MESSAGE, type Framing } from "../../../src/northbound/netconf/framing.js";

const BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
const MAX_BYTES = 1024 * 1024 * 1024;

export class TestClient {
  readonly #messages: string[] = [];
  readonly #decoder = new FrameDecoder(MAX_BYTES);
  #framing: Framing = "end-of-message";
  #wake: (() => void) | undefined;
  #ended = false;
  #nextMessageId = 1;

  constructor(readonly stream: Duplex) {
    const end = () => {
      this.#ended = true;
      this.#wake?.();
    };
    stream.on("data", (bytes: Buffer) => this.#take(bytes));
    stream.on("end", end).on("close", end).on("error", end);
  }

  /** Exchanges hellos. Resolves to the server's. */
  async hello(version: "1.0" | "1.1" = "1.1"): Promise<string> {
    const hello = await this.message();
    this.sendRaw(`${helloOf(version)}]]>]]>`);
    if (version === "1.1") {
      this.#framing = "chunked";
      this.#decoder.use("chunked", MAX_BYTES);
    }
    return hello;
  }

  /** Sends an operation, and resolves to its reply. */
  request(operation: string): Promise<string> {
    this.send(rpc(operation, String(this.#nextMessageId++)));
    return this.message();
  }

  send(message: string | Buffer): void {
    const bytes = Buffer.from(message);
    if (this.#framing === "end-of-message") this.sendRaw(Buffer.concat([bytes, END_OF_MESSAGE]));
    else this.sendRaw(Buffer.concat([Buffer.from(`\n#${bytes.length}\n`), bytes, END_OF_CHUNKS]));
  }

  sendRaw(bytes: string | Buffer): void {
    this.stream.write(bytes);
  }

  /** The next message of the server. Rejects when the stream ends first. */
  async message(): Promise<string> {
    while (this.#messages.length === 0) {
      if (this.#ended) throw new Error("the server ended the session");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#messages.shift()!;
  }

  /** Resolves when the server has ended the stream, to the messages that came before. */
  async rest(): Promise<readonly string[]> {
    const messages: string[] = [];
    for (;;) {
      try {
        messages.push(await this.message());
      } catch {
        return messages;
      }
    }
  }

  #take(bytes: Buffer): void {
    for (const message of this.#decoder.decode(bytes)) this.#messages.push(message.toString("utf8"));
    this.#wake?.();
  }
}

export function helloOf(version: "1.0" | "1.1"): string {
  const uri = `urn:ietf:params:netconf:base:${version}`;
  return `<hello xmlns="${BASE}"><capabilities><capability>${uri}</capability></capabilities></hello>`;
}

export function rpc(operation: string, messageId: string): string {
  return `<rpc xmlns="${BASE}" message-id="${messageId}">${operation}</rpc>`;
}
