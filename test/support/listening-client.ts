/** A client that is called home: a TCP port, and the connections that come to it. */

import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

export interface ListeningClient {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: ReadonlySet<Socket>;
  /** The most that were open at the same time. */
  readonly most: () => number;
  /** The next connection. */
  next(): Promise<Socket>;
  close(): Promise<void>;
}

/** @param port 0 takes a free one */
export async function listeningClient(port = 0): Promise<ListeningClient> {
  const open = new Set<Socket>();
  const waiting: Socket[] = [];
  let wake: (() => void) | undefined;
  let most = 0;
  const tcp = createServer({ pauseOnConnect: true }, (socket) => {
    open.add(socket);
    most = Math.max(most, open.size);
    socket.on("error", () => undefined).once("close", () => open.delete(socket));
    waiting.push(socket);
    wake?.();
  });
  tcp.listen(port, "127.0.0.1");
  await once(tcp, "listening");
  return {
    port: (tcp.address() as AddressInfo).port,
    open,
    most: () => most,
    next: async () => {
      while (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift()!;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
}
