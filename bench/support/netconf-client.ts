/** A NETCONF client that only measures: ssh2, framing 1.1, one request at a time. */

import { readFileSync } from "node:fs";
import { Client, type ClientChannel } from "ssh2";

const hello =
  '<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities><capability>urn:ietf:params:netconf:base:1.1</capability></capabilities></hello>]]>]]>';
const namespace = 'xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"';

export interface Reply {
  readonly bytes: number;
  /** ms from the request to the first byte of the reply, and to its end. */
  readonly firstByteMs: number;
  readonly ms: number;
  /** The reply's beginning, for finding errors. */
  readonly head: string;
}

export class BenchNetconf {
  #id = 0;
  private constructor(
    readonly ssh: Client,
    readonly channel: ClientChannel,
  ) {}

  static async connect(port: number, keyFile: string): Promise<BenchNetconf> {
    const ssh = new Client();
    await new Promise<void>((resolve, reject) => {
      ssh.once("ready", resolve).once("error", reject);
      ssh.connect({ host: "127.0.0.1", port, username: "admin", privateKey: readFileSync(keyFile) });
    });
    const channel = await new Promise<ClientChannel>((resolve, reject) =>
      ssh.subsys("netconf", (error, opened) => (error ? reject(error) : resolve(opened))),
    );
    await until(channel, "]]>]]>");
    channel.write(hello);
    return new BenchNetconf(ssh, channel);
  }

  /** Sends one rpc and waits for its reply. Throws what an rpc-error says. */
  async rpc(operation: string): Promise<Reply> {
    const text = Buffer.from(`<rpc message-id="${++this.#id}" ${namespace}>${operation}</rpc>`);
    const started = performance.now();
    this.channel.write(Buffer.concat([Buffer.from(`\n#${text.length}\n`), text, Buffer.from("\n##\n")]));
    const reply = await until(this.channel, "\n##\n", started);
    if (reply.head.includes("<rpc-error>")) throw new Error(reply.head);
    return reply;
  }

  close(): void {
    this.ssh.end();
  }
}

/** Reads to the end mark. Only one request is under way, so that nothing follows it. */
function until(channel: ClientChannel, mark: string, started = performance.now()): Promise<Reply> {
  return new Promise((resolve) => {
    let bytes = 0;
    let firstByteMs = 0;
    let head = "";
    let tail = "";
    const onData = (chunk: Buffer) => {
      if (bytes === 0) firstByteMs = performance.now() - started;
      bytes += chunk.length;
      if (head.length < 2000) head += chunk.toString();
      tail = (tail + chunk.subarray(-mark.length).toString()).slice(-mark.length);
      if (tail !== mark) return;
      channel.off("data", onData);
      resolve({ bytes, firstByteMs, ms: performance.now() - started, head });
    };
    channel.on("data", onData);
  });
}
