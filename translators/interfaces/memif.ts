import {
  IfStatusFlags,
  MemifCreateV2,
  MemifDelete,
  type MemifDetails,
  MemifDump,
  MemifMode,
  MemifRole,
} from "vpp-binapi-ts/api";
import { macBytes } from "../ip/addresses.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { memifSocket } from "./memif-socket.js";

interface Value extends TypedValue {
  readonly "sweetcomb-interfaces:memif"?: Memif;
}

interface Memif {
  readonly socket?: number;
  readonly id?: number;
  readonly role?: "master" | "slave";
  readonly mode?: "ethernet" | "ip";
  readonly "ring-size"?: number;
  readonly "buffer-size"?: number;
  readonly "rx-queues"?: number;
  readonly "tx-queues"?: number;
  readonly "zero-copy"?: boolean;
  readonly dma?: boolean;
  readonly secret?: string;
}

const memifType = "sweetcomb-interfaces:memif";

/** A shared memory interface. All of it is fixed at creation. */
export const memif = defineInterfaceKind<Value>({
  name: "memif",
  type: memifType,
  hasMac: true,
  leafs: ["sweetcomb-interfaces:memif"],
  messages: [MemifCreateV2, MemifDelete, MemifDump],
  isOne: ({ details }) => details.interfaceDevType === "memif",
  claims({ value }) {
    const { socket = 0, id = 0 } = value["sweetcomb-interfaces:memif"] ?? {};
    return [{ what: `memif ${id} of socket ${socket}`, leaf: "sweetcomb-interfaces:memif" }];
  },
  dependsOn({ value }) {
    const socket = value["sweetcomb-interfaces:memif"]?.socket ?? 0;
    return socket === 0 ? [] : [memifSocket.at({ id: String(socket) })];
  },
  async create({ vpp }, { value }) {
    const memif = value["sweetcomb-interfaces:memif"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const { swIfIndex } = await vpp.call(MemifCreateV2, {
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
    });
    return swIfIndex;
  },
  remove: ({ vpp }, swIfIndex) => vpp.call(MemifDelete, { swIfIndex }),
  async *dump({ vpp }) {
    for await (const details of vpp.dump(MemifDump)) {
      yield {
        swIfIndex: details.swIfIndex,
        value: { "sweetcomb-interfaces:memif": memifFrom(details) },
        state: { "sweetcomb-interfaces:memif": connectionOf(details) },
      };
    }
  },
  // Until a peer is connected the dump shows a ring of 1, a buffer of 0 and no zero copy, whatever was asked for.
  unreadable: ["ring-size", "buffer-size", "zero-copy", "rx-queues", "tx-queues", "dma", "secret"].map(
    (leaf) => `sweetcomb-interfaces:memif/${leaf}`,
  ),
});

function memifFrom({ socketId, id, role, mode }: MemifDetails): Memif {
  return {
    socket: socketId,
    id,
    role: role === MemifRole.MEMIF_ROLE_API_SLAVE ? "slave" : "master",
    mode: mode === MemifMode.MEMIF_MODE_API_IP ? "ip" : "ethernet",
  };
}

/** VPP knows the sizes where it is the slave, which makes the rings; a master shows a buffer of 0. */
function connectionOf({ flags, ringSize, bufferSize, zeroCopy }: MemifDetails) {
  if ((flags & IfStatusFlags.IF_STATUS_API_FLAG_LINK_UP) === 0 || bufferSize === 0) return {};
  return { connection: { "ring-size": ringSize, "buffer-size": bufferSize, "zero-copy": zeroCopy } };
}
