/**
 * A socket on which VPP could not listen, in a folder that is not there, say. VPP 26.06 then miscounts its interfaces, and makes the next
 * one without listening at all. So such a socket is made anew before it is used again.
 */

import { VppApiError } from "vpp-binapi-ts";
import { MemifDump, MemifSocketFilenameAddDelV2, MemifSocketFilenameDump } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";

/** VPP's code for a socket on which it cannot listen. */
const CANNOT_LISTEN = "SYSCALL_ERROR_4";

/** Makes an interface on a socket, and notes when VPP could not listen there. */
export async function onListeningSocket<T>(
  context: TranslatorContext,
  socketId: number,
  make: () => Promise<T>,
): Promise<T> {
  const spoiled = await context.once("memif sockets without a listener", async () => new Set<number>());
  if (spoiled.has(socketId)) {
    await context.together(`make memif socket ${socketId} anew`, async () => {
      if (spoiled.has(socketId) && (await makeAnew(context, socketId))) spoiled.delete(socketId);
    });
  }
  try {
    return await make();
  } catch (refusal) {
    if (refusal instanceof VppApiError && refusal.codeName === CANNOT_LISTEN) spoiled.add(socketId);
    throw refusal;
  }
}

/** False where it has to stay: VPP's own socket 0, and one that is in use. */
async function makeAnew({ vpp }: TranslatorContext, socketId: number): Promise<boolean> {
  if (socketId === 0) return false;
  for await (const memif of vpp.dump(MemifDump)) if (memif.socketId === socketId) return false;
  let filename: string | undefined;
  for await (const socket of vpp.dump(MemifSocketFilenameDump)) {
    if (socket.socketId === socketId) filename = socket.socketFilename;
  }
  if (filename === undefined) return false;
  await vpp.call(MemifSocketFilenameAddDelV2, { isAdd: false, socketId });
  await vpp.call(MemifSocketFilenameAddDelV2, { isAdd: true, socketId, socketFilename: filename });
  return true;
}
