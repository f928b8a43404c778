import {
  MemifCreateV2,
  MemifDelete,
  type MemifDetails,
  MemifDump,
  MemifMode,
  MemifRole,
  SwInterfaceDump,
  SwInterfaceTagAddDel,
} from "vpp-binapi-ts/api";
import { defineTranslator } from "../../src/southbound/translator.js";
import { formatMac, macBytes } from "../ip/addresses.js";
import { goneIsFine } from "../vpp-answers.js";
import {
  type InterfaceKey,
  interfaceKeys,
  interfacePath,
  interfaceState,
  interfaces,
  listInterfaces,
  refuseName,
  tagged,
} from "./interface.js";
import { memifSocket } from "./memif-socket.js";

interface Value {
  readonly type: string;
  readonly "sweetcomb-interfaces:mac-address"?: string;
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
  readonly secret?: string;
}

const memifType = "sweetcomb-interfaces:memif";

/** A shared memory interface. All of it is fixed at creation. */
export const memif = defineTranslator<InterfaceKey, Value>({
  name: "memif",
  kind: interfaces,
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["type", "sweetcomb-interfaces:mac-address", "sweetcomb-interfaces:memif"],
  when: ({ type }) => type === memifType,
  messages: [MemifCreateV2, MemifDelete, MemifDump, SwInterfaceDump, SwInterfaceTagAddDel],
  validate: ({ key }) => refuseName(key),
  dependsOn({ value }) {
    const socket = value["sweetcomb-interfaces:memif"]?.socket ?? 0;
    return socket === 0 ? [] : [memifSocket.at({ id: String(socket) })];
  },
  async create(context, { key, value }) {
    const memif = value["sweetcomb-interfaces:memif"] ?? {};
    const mac = value["sweetcomb-interfaces:mac-address"];
    const { swIfIndex } = await context.vpp.call(MemifCreateV2, {
      role: memif.role === "slave" ? MemifRole.MEMIF_ROLE_API_SLAVE : MemifRole.MEMIF_ROLE_API_MASTER,
      mode: memif.mode === "ip" ? MemifMode.MEMIF_MODE_API_IP : MemifMode.MEMIF_MODE_API_ETHERNET,
      rxQueues: memif["rx-queues"] ?? 1,
      txQueues: memif["tx-queues"] ?? 1,
      id: memif.id ?? 0,
      socketId: memif.socket ?? 0,
      ringSize: memif["ring-size"] ?? 1024,
      bufferSize: memif["buffer-size"] ?? 2048,
      noZeroCopy: memif["zero-copy"] === false,
      hwAddr: mac === undefined ? undefined : macBytes(mac),
      secret: memif.secret,
    });
    return tagged(context, key, swIfIndex, () => context.vpp.call(MemifDelete, { swIfIndex }));
  },
  update: "recreate",
  async delete({ vpp, handleOf }, { key }) {
    await goneIsFine(vpp.call(MemifDelete, { swIfIndex: handleOf(interfaces.at(key)) }));
  },
  async *dump(context) {
    const listed = await listInterfaces(context);
    for await (const details of context.vpp.dump(MemifDump)) {
      const found = listed.get(details.swIfIndex);
      if (found === undefined) continue;
      yield {
        key: { name: found.name },
        value: {
          type: memifType,
          "sweetcomb-interfaces:mac-address": formatMac(found.details.l2Address),
          "sweetcomb-interfaces:memif": memifFrom(details),
        },
        handle: details.swIfIndex,
        state: await interfaceState(context, found),
        owned: found.owned,
      };
    }
  },
  // Until a peer is connected the dump shows a ring of 1, a buffer of 0 and no zero copy, whatever was asked for.
  unreadable: ["ring-size", "buffer-size", "zero-copy", "rx-queues", "tx-queues", "secret"].map(
    (leaf) => `sweetcomb-interfaces:memif/${leaf}`,
  ),
  chosenByVpp: ["sweetcomb-interfaces:mac-address"],
});

function memifFrom({ socketId, id, role, mode }: MemifDetails): Memif {
  return {
    socket: socketId,
    id,
    role: role === MemifRole.MEMIF_ROLE_API_SLAVE ? "slave" : "master",
    mode: mode === MemifMode.MEMIF_MODE_API_IP ? "ip" : "ethernet",
  };
}
