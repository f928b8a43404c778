/** A way to a server that can be cut. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Relay {
  readonly port: number;
  /** Whether the way is open. When it is closed, connections are cut, and new ones too. */
  isOpen: boolean;
  /** Cuts all connections; new ones are taken at once. */
  cut(): void;
  close(): Promise<void>;
}

export async function openRelay(host: string, port: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    if (!isOpen) cut();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get isOpen() {
      return isOpen;
    },
    set isOpen(value) {
      isOpen = value;
      if (!value) cut();
    },
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
