import { connect, type Socket } from "node:net";
import {
  ByteWriter,
  beginFrame,
  decodeMessage,
  encodeMessage,
  endFrame,
  FrameReader,
  type Message,
  tableName,
  VppDecodeError,
} from "vpp-binapi-ts";
import { apiModules, ControlPing, SockclntCreate, SockclntCreateReply } from "vpp-binapi-ts/api";

/** Message id and context. */
const ANSWER_HEAD_SIZE = 6;

/** A message as it came. */
export interface Received {
  readonly name: string;
  readonly context: number;
  readonly fields: object;
  /** Behind the two numbers that answers begin with. */
  readonly body: Uint8Array;
}

/** A client that does nothing but send bytes and gather messages, so that tests see the wire as it is. */
export class RawClient {
  readonly received: Received[] = [];
  readonly table = new Map<string, number>();
  clientIndex = 0;
  readonly ended: Promise<void>;
  readonly #socket: Socket;
  readonly #frames = new FrameReader();
  readonly #byId = new Map<number, Message<unknown>>();
  #context = 1000;
  #onMessage = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.ended = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => {});
    socket.on("data", (chunk) => this.#frames.push(chunk, (bytes) => this.#take(bytes)));
  }

  /** Connects and opens a session. */
  static async open(socketPath: string): Promise<RawClient> {
    const socket = connect(socketPath);
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const client = new RawClient(socket);
    client.#byId.set(16, SockclntCreateReply as Message<unknown>);
    client.write(encodeMessage(SockclntCreate, { id: 15, clientIndex: 0, context: 1 }, { name: "test" }));
    const { fields } = await client.until(() => client.received.shift());
    const { index, messageTable } = fields as SockclntCreateReply;
    client.clientIndex = index;
    const messages = new Map(apiModules.flatMap((module) => module.messages).map((one) => [tableName(one), one]));
    for (const { name, index: id } of messageTable) {
      client.table.set(name, id);
      client.#byId.set(id, messages.get(name) as Message<unknown>);
    }
    return client;
  }

  idOf(message: Message<object>): number {
    return this.table.get(tableName(message)) ?? 0;
  }

  /** Sends one message: its bytes without frame header. */
  write(bytes: Uint8Array): void {
    const writer = new ByteWriter();
    const start = beginFrame(writer);
    writer.block(bytes, bytes.length);
    endFrame(writer, start);
    this.#socket.write(writer.written());
  }

  /** Sends a request with its context and returns that. */
  send(message: Message<object>, fields: object, context: number = this.#context++): number {
    const head = { id: this.idOf(message), clientIndex: this.clientIndex, context };
    this.write(encodeMessage(message, head, fields));
    return context;
  }

  /** Waits until everything sent before is handled, and takes what came of it. */
  async settle(): Promise<Received[]> {
    const context = this.send(ControlPing, {});
    await this.until(() => this.received.find((one) => one.name === "control_ping_reply" && one.context === context));
    return this.received.splice(0).filter((one) => one.context !== context);
  }

  /** Sends a request and gives its answers: one reply, or any number of details. */
  async ask(message: Message<object>, fields: object = {}): Promise<object[]> {
    const context = this.send(message, fields);
    const answers = await this.settle();
    return answers.filter((one) => one.context === context).map((one) => one.fields);
  }

  async until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#onMessage = resolve;
      });
    }
  }

  close(): Promise<void> {
    this.#socket.end();
    return this.ended;
  }

  #take(bytes: Buffer): void {
    const message = this.#byId.get(bytes.readUInt16BE(0));
    if (message === undefined) throw new Error(`message with unknown id ${bytes.readUInt16BE(0)}`);
    this.received.push({ name: message.name, body: bytes.subarray(ANSWER_HEAD_SIZE), ...readBy(message, bytes) });
    this.#onMessage();
  }
}

/** Without fields where the message is another one than its number says, and too short for that. */
function readBy(message: Message<unknown>, bytes: Buffer): { readonly context: number; readonly fields: object } {
  try {
    const { context, fields } = decodeMessage(message, bytes);
    return { context, fields: fields as object };
  } catch (error) {
    if (!(error instanceof VppDecodeError)) throw error;
    return { context: bytes.readUInt32BE(2), fields: {} };
  }
}
