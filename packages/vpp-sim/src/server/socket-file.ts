import { rmSync, statSync } from "node:fs";
import { connect } from "node:net";

/** Removes the socket that a killed simulator left behind. One that somebody listens on stays, as does any other file. */
export async function removeStaleSocket(path: string): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })?.isSocket() && !(await isServed(path))) rmSync(path);
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
