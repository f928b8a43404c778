import type { Socket } from "node:net";
import { SockclntDelete } from "../api/memclnt.js";
import type { Session } from "../transport/session.js";
import { SocketWriter } from "../transport/socket-writer.js";

/** How long VPP has to close the connection. */
const patienceMs = 1000;

/**
 * Asks VPP to end the session (sockclnt_delete), and lets go of the socket when it has, or does not in a second. VPP 26.06 may
 * not notice that a socket was just closed (it looks at a stale errno where read() gives 0), and never does anything else again
 * when sixteen such wait for it (vlib_file_poll).
 */
export function takeLeave(socket: Socket, { table, clientIndex }: Session): void {
  if (socket.destroyed || !table.has(SockclntDelete)) {
    socket.destroy();
    return;
  }
  const id = table.idOf(SockclntDelete);
  new SocketWriter(socket).send(SockclntDelete, { id, clientIndex, context: 0 }, { index: clientIndex });
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  socket.once("close", () => clearTimeout(timer));
}
