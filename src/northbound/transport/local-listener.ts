/** One socket in the file system, for clients of this machine. */

import { lstatSync, unlinkSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Logger } from "pino";

export interface LocalListenerOptions {
  readonly path: string;
  /** Permission bits of the file. */
  readonly mode: number;
  readonly accept: (socket: Socket) => void;
  readonly log: Logger;
}

export interface LocalListener {
  readonly address: undefined;
  /** Closes the socket and removes its file. Connections that came through it are left. */
  close(): void;
}

/**
 * Resolves when clients can connect. A socket that a process has left behind gives way; rejects when another process serves it,
 * when something else has this path, and when the folder is not there or may not be written.
 */
export async function openLocalListener({ path, mode, accept, log }: LocalListenerOptions): Promise<LocalListener> {
  try {
    await removeLeftBehind(path);
    const server = createServer(accept);
    await listen(server, path, mode);
    server.on("error", (error) => log.error({ err: error }, "cannot accept a connection"));
    return { address: undefined, close: () => void server.close() };
  } catch (cause) {
    throw new Error(`the socket ${path} cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

/** The file has its mode from its first moment on: it is made before `listen` of node:net returns. */
function listen(server: Server, path: string, mode: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const before = process.umask(0o777 & ~mode);
    try {
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

async function removeLeftBehind(path: string): Promise<void> {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSocket()) return;
  if (await isServed(path)) throw new Error("another process serves it");
  unlinkSync(path);
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNREFUSED" || error.code === "ENOENT" ? resolve(false) : reject(error),
    );
  });
}
