import type { VppCaller } from "vpp-binapi-ts";
import {
  IfStatusFlags,
  MemifCreateV2,
  MemifDelete,
  type MemifDetails,
  MemifDump,
  MemifMode,
  MemifRole,
  MemifSocketFilenameDump,
} from "vpp-binapi-ts/api";
import { macBytes } from "../ip/addresses.js";
import { interfaces, NO_INTERFACE } from "./interface.js";
import { defineInterfaceKind } from "./interface-kind.js";
import { marksOfMemif, refuseUnnamedPeer } from "./memif-peer.js";
import { type Memif, type MemifValue, memifLeaf, memifType } from "./memif-settings.js";
import { memifSocket } from "./memif-socket.js";
import { onListeningSocket } from "./memif-socket-repair.js";

/** A shared memory interface. All of it is fixed at creation. */
export const memif = defineInterfaceKind<MemifValue>({
  name: "memif",
  type: memifType,
  hasMac: true,
  leafs: [memifLeaf],
  messages: [MemifCreateV2, MemifDelete, MemifDump, MemifSocketFilenameDump],
  isOne: ({ details }) => details.interfaceDevType === "memif",
  isKnownByValue: () => true,
  claims({ value }) {
    const { socket = 0, id = 0 } = value[memifLeaf] ?? {};
    return [{ what: `memif ${id} of socket ${socket}`, leaf: memifLeaf }];
  },
  dependsOn({ value }) {
    const { socket = 0, "peer-interface": peer } = value[memifLeaf] ?? {};
    return [
      ...(socket === 0 ? [] : [memifSocket.at({ id: String(socket) })]),
      ...(peer === undefined ? [] : [interfaces.at({ name: peer })]),
    ];
  },
  marks: marksOfMemif,
  validateTogether: refuseUnnamedPeer,
  create(context, { value }) {
    const memif = value[memifLeaf] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const settings = {
      role: memif.role === "slave" ? MemifRole.MEMIF_ROLE_API_SLAVE : MemifRole.MEMIF_ROLE_API_MASTER,
      mode: memif.mode === "ip" ? MemifMode.MEMIF_MODE_API_IP : MemifMode.MEMIF_MODE_API_ETHERNET,
      rxQueues: memif["rx-queues"] ?? 1,
      txQueues: memif["tx-queues"] ?? 1,
      id: memif.id ?? 0,
      socketId: memif.socket ?? 0,
      ringSize: memif["ring-size"] ?? 1024,
      bufferSize: memif["buffer-size"] ?? 2048,
      noZeroCopy: memif["zero-copy"] === false,
      useDma: memif.dma === true,
      hwAddr: mac === undefined ? undefined : macBytes(mac),
      secret: memif.secret,
    };
    return onListeningSocket(context, settings.socketId, async () => {
      const { swIfIndex } = await context.vpp.call(MemifCreateV2, settings);
      return swIfIndex;
    });
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(MemifDelete, { swIfIndex }),
  async *dump({ vpp }, listed) {
    const shown: MemifDetails[] = [];
    for await (const details of vpp.dump(MemifDump)) shown.push(details);
    const peerOf = await ownPeers(vpp, shown);
    for (const details of shown) {
      const peer = listed.get(peerOf(details)?.swIfIndex ?? NO_INTERFACE)?.name;
      const value = { ...memifFrom(details), ...(peer !== undefined && { "peer-interface": peer }) };
      yield {
        swIfIndex: details.swIfIndex,
        value: { [memifLeaf]: value },
        state: { [memifLeaf]: connectionOf(details) },
      };
    }
  },
  // Until a peer is connected the dump shows a ring of 1, a buffer of 0 and no zero copy, whatever was asked for.
  unreadable: ["ring-size", "buffer-size", "zero-copy", "rx-queues", "tx-queues", "dma", "secret"].map(
    (leaf) => `${memifLeaf}/${leaf}`,
  ),
  // Others may have made the master.
  chosenByVpp: [`${memifLeaf}/peer-interface`],
});

/** Finds the master in the same VPP to which a slave connects. */
async function ownPeers(
  vpp: VppCaller,
  shown: readonly MemifDetails[],
): Promise<(slave: MemifDetails) => MemifDetails | undefined> {
  if (!shown.some(isSlave) || shown.every(isSlave)) return () => undefined;
  const files = new Map<number, string>();
  for await (const { socketId, socketFilename } of vpp.dump(MemifSocketFilenameDump))
    files.set(socketId, socketFilename);
  const place = ({ socketId, id, mode }: MemifDetails) => `${id} ${mode} ${files.get(socketId)}`;
  const masters = new Map(shown.filter((each) => !isSlave(each)).map((master) => [place(master), master]));
  return (details) => (isSlave(details) ? masters.get(place(details)) : undefined);
}

function isSlave({ role }: MemifDetails): boolean {
  return role === MemifRole.MEMIF_ROLE_API_SLAVE;
}

function memifFrom(details: MemifDetails): Memif {
  const { socketId, id, mode } = details;
  return {
    socket: socketId,
    id,
    role: isSlave(details) ? "slave" : "master",
    mode: mode === MemifMode.MEMIF_MODE_API_IP ? "ip" : "ethernet",
  };
}

/** VPP knows the sizes where it is the slave, which makes the rings; a master shows a buffer of 0. */
function connectionOf({ flags, ringSize, bufferSize, zeroCopy }: MemifDetails) {
  if ((flags & IfStatusFlags.IF_STATUS_API_FLAG_LINK_UP) === 0 || bufferSize === 0) return {};
  return { connection: { "ring-size": ringSize, "buffer-size": bufferSize, "zero-copy": zeroCopy } };
}
