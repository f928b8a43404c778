import {
  CreateVhostUserIfV2,
  DeleteVhostUserIf,
  ModifyVhostUserIfV2,
  type SwInterfaceVhostUserDetails,
  SwInterfaceVhostUserDump,
} from "vpp-binapi-ts/api";
import { macBytes } from "../ip/addresses.js";
import { interfaces, NO_INTERFACE } from "./interface.js";
import { defineInterfaceKind, type TypedValue } from "./interface-kind.js";
import { tagOf } from "./tag.js";

interface Value extends TypedValue {
  readonly "sweetcomb-virtio:vhost-user": VhostUser;
}

interface VhostUser {
  readonly socket: string;
  readonly role?: "server" | "client";
  readonly instance?: number;
  readonly "merge-buffers"?: boolean;
  readonly "indirect-descriptors"?: boolean;
  readonly gso?: boolean;
  readonly "packed-ring"?: boolean;
  readonly "event-index"?: boolean;
}

/** A device of a virtual machine. Its socket and what it offers can be changed; the machine then connects anew. */
export const vhostUser = defineInterfaceKind<Value>({
  name: "vhost-user",
  type: "sweetcomb-virtio:vhost-user",
  hasMac: true,
  leafs: ["sweetcomb-virtio:vhost-user"],
  messages: [CreateVhostUserIfV2, ModifyVhostUserIfV2, DeleteVhostUserIf, SwInterfaceVhostUserDump],
  isOne: ({ details }) => details.interfaceDevType === "vhost-user",
  isKnownByValue: () => true,
  async create({ vpp }, { key, value }) {
    const settings = value["sweetcomb-virtio:vhost-user"];
    const mac = value["sweetcomb-interfaces:mac-address"];
    const { swIfIndex } = await vpp.call(CreateVhostUserIfV2, {
      ...changeable(settings),
      renumber: settings.instance !== undefined,
      customDevInstance: settings.instance ?? 0,
      disableMrgRxbuf: settings["merge-buffers"] === false,
      disableIndirectDesc: settings["indirect-descriptors"] === false,
      useCustomMac: mac !== undefined,
      macAddress: mac === undefined ? undefined : macBytes(mac),
      tag: tagOf(key.name),
    });
    return swIfIndex;
  },
  tagsItself: true,
  remove: ({ vpp }, swIfIndex) => vpp.call(DeleteVhostUserIf, { swIfIndex }),
  canUpdate: (before, after) => isWhole(after) && fixedPart(before) === fixedPart(after),
  async update({ vpp, handleOf }, { key, value }) {
    const swIfIndex = handleOf(interfaces.at(key));
    await vpp.call(ModifyVhostUserIfV2, { swIfIndex, ...changeable(value["sweetcomb-virtio:vhost-user"]) });
  },
  async *dump({ vpp }) {
    for await (const details of vpp.dump(SwInterfaceVhostUserDump, { swIfIndex: NO_INTERFACE })) {
      yield {
        swIfIndex: details.swIfIndex,
        value: { "sweetcomb-virtio:vhost-user": vhostUserFrom(details) },
        state: { "sweetcomb-virtio:vhost-user": stateOf(details) },
      };
    }
  },
  unreadable: ["gso", "packed-ring", "event-index", "merge-buffers", "indirect-descriptors"].map(
    (leaf) => `sweetcomb-virtio:vhost-user/${leaf}`,
  ),
  chosenByVpp: ["sweetcomb-virtio:vhost-user/instance"],
});

/** What can be changed: the words that creation and modification have in common. */
function changeable(settings: VhostUser) {
  return {
    isServer: settings.role === "server",
    sockFilename: settings.socket,
    enableGso: settings.gso === true,
    enablePacked: settings["packed-ring"] === true,
    enableEventIdx: settings["event-index"] === true,
  };
}

/** A modification would offer again what creation was told not to. */
function isWhole({ "sweetcomb-virtio:vhost-user": settings }: Value): boolean {
  return settings["merge-buffers"] !== false && settings["indirect-descriptors"] !== false;
}

/** What only creation can set. */
function fixedPart(value: Value): string {
  const settings = value["sweetcomb-virtio:vhost-user"];
  const mac = value["sweetcomb-interfaces:mac-address"];
  return JSON.stringify([mac, settings.instance, isWhole(value)]);
}

function vhostUserFrom({ sockFilename, isServer, interfaceName }: SwInterfaceVhostUserDetails): VhostUser {
  const instance = /\/(\d+)$/.exec(interfaceName)?.[1];
  return {
    socket: sockFilename,
    role: isServer ? "server" : "client",
    ...(instance !== undefined && { instance: Number(instance) }),
  };
}

function stateOf(details: SwInterfaceVhostUserDetails) {
  const { numRegions, sockErrno, virtioNetHdrSz, featuresFirst32, featuresLast32 } = details;
  const features = (BigInt(featuresLast32) << 32n) | BigInt(featuresFirst32);
  return {
    "memory-regions": numRegions,
    "socket-error": sockErrno,
    ...(features !== 0n && {
      "negotiated-features": features.toString(16).padStart(16, "0"),
      "header-size": virtioNetHdrSz,
    }),
  };
}
