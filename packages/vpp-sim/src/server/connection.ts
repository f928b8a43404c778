import type { Socket } from "node:net";
import {
  ByteWriter,
  beginFrame,
  endFrame,
  FrameReader,
  type Message,
  type MessageHead,
  writeMessage,
} from "vpp-binapi-ts";

/** One client's socket: cuts its bytes into messages, and gathers what is sent to it until `flush`. */
export class Connection {
  /** Set by sockclnt_create. */
  clientIndex: number | undefined;
  readonly #socket: Socket;
  readonly #frames = new FrameReader();
  #out = new ByteWriter();
  #heldUntilMs = 0;
  #endsWhenFlushed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Throws VppDecodeError when the bytes cannot be frames. */
  receive(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    this.#frames.push(chunk, onMessage);
  }

  send(message: Message<unknown>, head: MessageHead, fields: object): void {
    const start = beginFrame(this.#out);
    writeMessage(this.#out, message, head, fields);
    endFrame(this.#out, start);
  }

  /** Holds back all that is not flushed yet, and all that comes, for so long. */
  hold(ms: number): void {
    this.#heldUntilMs = Date.now() + ms;
    setTimeout(() => this.flush(), ms + 1);
  }

  flush(): void {
    if (Date.now() < this.#heldUntilMs || this.#socket.destroyed) return;
    if (this.#out.offset > 0) {
      // The socket keeps the bytes, so that the writer cannot be used again.
      this.#socket.write(this.#out.written());
      this.#out = new ByteWriter();
    }
    if (this.#endsWhenFlushed) this.#socket.end();
  }

  /** Ends the connection once everything is sent. */
  end(): void {
    this.#endsWhenFlushed = true;
  }

  cut(): void {
    this.#socket.destroy();
  }
}
