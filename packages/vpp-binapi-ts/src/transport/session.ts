import { Buffer } from "node:buffer";
import { ControlPing, SockclntCreate } from "../api/memclnt.js";
import { ByteWriter } from "../codec/byte-writer.js";
import { decodeMessage, type MessageHead, type RequestMessage, writeMessage } from "../codec/message.js";
import type { Input } from "../codec/wire-type.js";
import { VppConnectionLost } from "../errors/vpp-errors.js";
import { beginFrame, endFrame } from "./frame.js";
import type { FrameReader } from "./frame-reader.js";
import { MessageTable } from "./message-table.js";
import type { ApiSocket } from "./socket.js";

/** The one id that is the same in every VPP; all others come from the table in its reply. */
const sockclntCreateId = 15;

/** What VPP gave at the start of a session. */
export interface Session {
  /** To be sent in every request exactly as received. */
  readonly clientIndex: number;
  readonly table: MessageTable;
  /** The process id of VPP in its own pid namespace. */
  readonly pid: number;
}

/**
 * Introduces this client to VPP: `sockclnt_create` brings the message table, `control_ping` the process id.
 * Throws VppConnectionLost when VPP refuses or the socket ends, the reason of `signal` when that aborts.
 */
export async function openSession(
  connected: ApiSocket,
  frames: FrameReader,
  name: string,
  signal: AbortSignal,
): Promise<Session> {
  const ask = async <Request, Reply>(
    message: RequestMessage<Request, Reply>,
    head: MessageHead,
    fields: Input<Request>,
  ) => {
    const answer = nextMessage(connected, frames, signal);
    const writer = new ByteWriter();
    const start = beginFrame(writer);
    writeMessage(writer, message, head, fields);
    endFrame(writer, start);
    connected.socket.write(writer.written());
    return decodeMessage(message.reply!, await answer).fields;
  };
  const created = await ask(SockclntCreate, { id: sockclntCreateId, clientIndex: 0, context: 0 }, { name });
  if (created.response !== 0) throw new VppConnectionLost(`VPP refused the session: response ${created.response}`);
  const clientIndex = created.index;
  const table = new MessageTable(created.messageTable);
  const { vpePid } = await ask(ControlPing, { id: table.idOf(ControlPing), clientIndex, context: 0 }, {});
  return { clientIndex, table, pid: vpePid };
}

/** During the handshake messages come one by one, each an answer. */
function nextMessage(connected: ApiSocket, frames: FrameReader, signal: AbortSignal): Promise<Buffer> {
  const { socket } = connected;
  return new Promise((resolve, reject) => {
    connected.onBytes = (chunk) => {
      try {
        frames.push(chunk, (message) => settle(() => resolve(Buffer.from(message))));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const onClose = () => settle(() => reject(new VppConnectionLost("VPP closed the socket during the handshake")));
    const onError = (cause: Error) => settle(() => reject(new VppConnectionLost("the socket failed", { cause })));
    const onAbort = () => settle(() => reject(signal.reason));
    const settle = (act: () => void) => {
      socket.off("close", onClose).off("error", onError);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    socket.on("close", onClose).on("error", onError);
    signal.addEventListener("abort", onAbort);
  });
}
