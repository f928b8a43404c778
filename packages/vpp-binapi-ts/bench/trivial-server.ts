import { Buffer } from "node:buffer";
import { createServer } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { ControlPing, IpRouteAddDel, SockclntCreate, SockclntCreateReply } from "../src/api/index.js";
import {
  ByteWriter,
  beginFrame,
  endFrame,
  FrameReader,
  frameHeaderSize,
  tableName,
  writeMessage,
} from "../src/index.js";

// A worker that answers every request with the same bytes: what is left of the time is the client's.

const { socketPath } = workerData as { socketPath: string };
const requests = [SockclntCreate, ControlPing, IpRouteAddDel];
const ids = new Map(
  requests.flatMap((request, index) => [
    [request.name, request === SockclntCreate ? 15 : 100 + 2 * index] as const,
    [request.reply!.name, 101 + 2 * index] as const,
  ]),
);
const replies = new Map([
  [ids.get(ControlPing.name), framed(ControlPing.reply!, { retval: 0, vpePid: 1 })],
  [ids.get(IpRouteAddDel.name), framed(IpRouteAddDel.reply!, { retval: 0, statsIndex: 1 })],
]);
const welcome = framed(SockclntCreateReply, {
  response: 0,
  index: 0x8000_0001,
  messageTable: requests.flatMap((request) =>
    [request, request.reply!].map((message) => ({ index: ids.get(message.name)!, name: tableName(message) })),
  ),
});
const contextInRequest = 6;
const contextInReply = frameHeaderSize + 2;

createServer((socket) => {
  const frames = new FrameReader();
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    const answers: Buffer[] = [];
    frames.push(chunk, (message) => {
      const id = message.readUInt16BE(0);
      const answer = Buffer.from(id === 15 ? welcome : replies.get(id)!);
      if (id !== 15) message.copy(answer, contextInReply, contextInRequest, contextInRequest + 4);
      answers.push(answer);
    });
    socket.write(Buffer.concat(answers));
  });
}).listen(socketPath, () => parentPort!.postMessage("listening"));

function framed(message: Parameters<typeof writeMessage>[1], fields: object): Buffer {
  const writer = new ByteWriter();
  const start = beginFrame(writer);
  writeMessage(writer, message, { id: ids.get(message.name)!, clientIndex: 0, context: 0 }, fields);
  endFrame(writer, start);
  return Buffer.from(writer.written());
}
