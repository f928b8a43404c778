/**
 * A VPP that is its own memif peer dies when the master goes while the two shake hands, and waits for itself when many slaves connect. It
 * dies too of a memif whose socket was deleted, which it allows after it could not listen there.
 */

import type { VppCaller } from "vpp-binapi-ts";
import { type MemifDetails, MemifDump, MemifRole, MemifSocketFilenameDump } from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";

type Missing = Promise<string | undefined>;

/** Of memif_create. */
export async function needsOtherMemifPeer({ role = 0, socketId = 0 }: VppFields, vpp: VppCaller): Missing {
  const others = (await memifsOnFileOf(vpp, Number(socketId))).filter((other) => other.role !== role);
  return others.length === 0 ? undefined : `VPP would be its own peer with ${others[0]?.ifName}`;
}

/** Of memif_delete. */
export async function needsMasterWithoutOwnSlave({ swIfIndex = 0 }: VppFields, vpp: VppCaller): Missing {
  for await (const memif of vpp.dump(MemifDump)) {
    if (memif.swIfIndex !== swIfIndex || memif.role !== MemifRole.MEMIF_ROLE_API_MASTER) continue;
    const slave = (await memifsOnFileOf(vpp, memif.socketId)).find(({ role }) => role !== memif.role);
    if (slave !== undefined) return `its slave ${slave.ifName} in the same VPP has to go first`;
  }
  return undefined;
}

/** Of memif_socket_filename_add_del: VPP miscounts who uses a socket on which it could not listen. */
export async function needsUnusedMemifSocket({ isAdd, socketId = 0 }: VppFields, vpp: VppCaller): Missing {
  if (isAdd === true) return undefined;
  for await (const memif of vpp.dump(MemifDump)) {
    if (memif.socketId === socketId) return `${memif.ifName} uses the socket`;
  }
  return undefined;
}

async function memifsOnFileOf(vpp: VppCaller, socketId: number): Promise<readonly MemifDetails[]> {
  const files = new Map<number, string>();
  for await (const socket of vpp.dump(MemifSocketFilenameDump)) files.set(socket.socketId, socket.socketFilename);
  const found: MemifDetails[] = [];
  for await (const memif of vpp.dump(MemifDump)) {
    if (files.get(memif.socketId) === files.get(socketId)) found.push(memif);
  }
  return found;
}
