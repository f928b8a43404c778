import type { Buffer } from "node:buffer";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiModules, ControlPing, SockclntCreate, SockclntCreateReply } from "../../src/api/index.js";
import {
  ByteWriter,
  beginFrame,
  decodeMessage,
  endFrame,
  FrameReader,
  frameHeaderSize,
  type Input,
  type Message,
  tableName,
  writeMessage,
} from "../../src/index.js";

/** What a handler may do with a request. */
export interface FakeRequest {
  readonly fields: Record<string, unknown>;
  readonly context: number;
  /** Sends any message; `as` sends it under the id of another one. */
  send<T>(message: Message<T>, fields: Input<T>, options?: { context?: number; as?: Message<unknown> }): void;
  /** Ends the connection. */
  drop(): void;
}

export type FakeHandlers = Readonly<Record<string, (request: FakeRequest) => void>>;

export const fakePid = 4711;
const fakeClientIndex = 0x8000_0001;

/** A server that speaks VPP's socket protocol and answers what the handlers (by message name) answer. */
export class FakeVpp implements AsyncDisposable {
  readonly socketPath: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "fake-vpp-"));
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #messages: readonly Message<unknown>[];
  readonly #ids: ReadonlyMap<Message<unknown>, number>;
  handlers: FakeHandlers;

  private constructor(handlers: FakeHandlers, messages: readonly Message<unknown>[]) {
    this.handlers = handlers;
    this.#messages = messages;
    // sockclnt_create has 15 in every VPP; the others come behind in any order.
    this.#ids = new Map(messages.map((message, index) => [message, message === SockclntCreate ? 15 : 100 + index]));
    this.socketPath = join(this.#folder, "api.sock");
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(
    handlers: FakeHandlers = {},
    messages: readonly Message<unknown>[] = apiModules.flatMap((module) => module.messages),
  ): Promise<FakeVpp> {
    const vpp = new FakeVpp(handlers, messages);
    await new Promise<void>((resolve) => vpp.#server.listen(vpp.socketPath, resolve));
    return vpp;
  }

  /** Ends all connections, as a VPP that dies does. */
  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Sends a message unasked on every connection, if wanted under the id of another one and with its end cut off. */
  broadcast<T>(message: Message<T>, fields: Input<T>, options: { as?: Message<unknown>; cutTo?: number } = {}): void {
    for (const socket of this.#sockets) this.#send(socket, message, fields, 0, options.as ?? message, options.cutTo);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.dropAll();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true });
  }

  #serve(socket: Socket): void {
    const frames = new FrameReader();
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    socket.on("data", (chunk) => frames.push(chunk, (bytes) => this.#answer(socket, bytes)));
  }

  #answer(socket: Socket, bytes: Buffer): void {
    const id = bytes.readUInt16BE(0);
    const message = this.#messages.find((candidate) => this.#ids.get(candidate) === id);
    if (message === undefined) return;
    const { context, fields } = decodeMessage(message, bytes);
    const request: FakeRequest = {
      fields: fields as Record<string, unknown>,
      context,
      send: (reply, values, options = {}) =>
        this.#send(socket, reply, values, options.context ?? context, options.as ?? reply),
      drop: () => socket.destroy(),
    };
    if (message === SockclntCreate) this.#welcome(request);
    else if (this.handlers[message.name] !== undefined) this.handlers[message.name]!(request);
    else if (message === ControlPing) {
      request.send(ControlPing.reply!, { retval: 0, clientIndex: fakeClientIndex, vpePid: fakePid });
    }
  }

  #welcome(request: FakeRequest): void {
    const messageTable = [...this.#ids].map(([message, index]) => ({ index, name: tableName(message) }));
    request.send(SockclntCreateReply, { response: 0, index: fakeClientIndex, messageTable });
  }

  #send<T>(
    socket: Socket,
    message: Message<T>,
    fields: Input<T>,
    context: number,
    as: Message<unknown>,
    cutTo?: number,
  ): void {
    const writer = new ByteWriter();
    const start = beginFrame(writer);
    const id = this.#ids.get(as)!;
    const clientIndex = message.kind === "event" ? fakeClientIndex : 0;
    writeMessage(writer, message, { id, clientIndex, context }, fields);
    if (cutTo !== undefined) writer.offset = start + frameHeaderSize + cutTo;
    endFrame(writer, start);
    socket.write(writer.written());
  }
}
