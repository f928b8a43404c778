/** A NETCONF session that subscribes and only counts what comes. */

import { BenchNetconf } from "./netconf-client.js";

const END = Buffer.from("</notification>");

export class BenchSubscriber {
  constructor(readonly netconf: BenchNetconf) {}

  static async connect(port: number, keyFile: string): Promise<BenchSubscriber> {
    return new BenchSubscriber(await BenchNetconf.connect(port, keyFile));
  }

  /**
   * Sends an establish-subscription and resolves when so many notifications have come.
   * @param parameters content of the rpc
   * @returns bytes received
   */
  receive(parameters: string, count: number): Promise<number> {
    const { channel } = this.netconf;
    const rpc = `<rpc message-id="1" xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><establish-subscription xmlns="urn:ietf:params:xml:ns:yang:ietf-subscribed-notifications">${parameters}</establish-subscription></rpc>`;
    return new Promise((resolve, reject) => {
      let [missing, bytes, tail] = [count, 0, ""];
      const onData = (chunk: Buffer) => {
        bytes += chunk.length;
        const text = tail + chunk.toString("latin1");
        if (text.includes("<rpc-error>")) reject(new Error(text));
        missing -= text.split(END.toString()).length - 1;
        tail = withoutWholeMark(text.slice(-(END.length - 1)));
        if (missing > 0) return;
        channel.off("data", onData);
        resolve(bytes);
      };
      channel.on("data", onData);
      channel.write(`\n#${Buffer.byteLength(rpc)}\n${rpc}\n##\n`);
    });
  }

  close(): void {
    this.netconf.close();
  }
}

/** What may be the beginning of a mark; a whole one was counted. */
function withoutWholeMark(text: string): string {
  return text.includes(END.toString()) ? "" : text;
}
