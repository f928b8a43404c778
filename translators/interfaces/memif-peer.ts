/**
 * A VPP that is its own memif peer: a slave connects to a master of the same VPP, over two sockets with one file name. VPP 26.06 dies when
 * the master goes while the two shake hands, and waits for itself for ever when more slaves connect at once than a socket lets wait.
 * A slave names its peer, so that it is made after it and goes before it.
 */

import type { ConfiguredObjects, Entry, Refusal } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaces } from "./interface.js";
import { type Memif, type MemifValue, memifLeaf, memifType } from "./memif-settings.js";
import { fileMark, memifSocket, type SocketKey, type SocketValue } from "./memif-socket.js";

type Key = InterfaceKey;

/** Connections that wait on a socket of VPP before the next one has to wait itself. */
const MAX_OWN_SLAVES = 5;

/** File of socket 0, in VPP's run time folder. */
const DEFAULT_FILE = "memif.sock";

/** The mark of memif interfaces on socket 0, which is no object that they could depend on. */
const ON_DEFAULT_SOCKET = "memif on socket 0";

export function marksOfMemif({ value }: Entry<Key, MemifValue>): readonly string[] {
  return (value[memifLeaf]?.socket ?? 0) === 0 ? [ON_DEFAULT_SOCKET] : [];
}

/** Refuses a slave and a master on one file, unless the slave names the master as its peer. Costs the interfaces on files of that name. */
export function refuseUnnamedPeer(entry: Entry<Key, MemifValue>, objects: ConfiguredObjects): Refusal | undefined {
  const { name } = entry.key;
  const memif = entry.value[memifLeaf] ?? {};
  const others = [...onSameFile(memif.socket ?? 0, objects)].filter(({ key }) => key.name !== name);
  const [masters, slaves] = [others.filter(isMaster), others.filter((other) => !isMaster(other))];
  if (isMaster(entry)) {
    const stranger = slaves.find(({ value }) => value[memifLeaf]?.["peer-interface"] === undefined);
    return stranger && isOwnPeer("socket", `${stranger.key.name} is a slave on the same file`);
  }
  const peer = memif["peer-interface"];
  if (peer !== undefined && !masters.some((master) => master.key.name === peer && fits(memif, master.value))) {
    return refusal("peer-interface", `${peer} is no master on the same file with the same id and mode`);
  }
  if (masters.length === 0) return undefined;
  if (peer === undefined) return isOwnPeer("peer-interface", `${masters[0]?.key.name} is a master on the same file`);
  if (slaves.length < MAX_OWN_SLAVES) return undefined;
  return refusal(
    "peer-interface",
    `More than ${MAX_OWN_SLAVES} slaves on a file of its own: VPP would wait for itself`,
  );
}

function isOwnPeer(leaf: string, why: string): Refusal {
  return refusal(leaf, `${why}: VPP would be its own peer, and die when they part, unless the slave names its peer`);
}

function refusal(leaf: string, message: string): Refusal {
  return { leaf: `${memifLeaf}/${leaf}`, message, tag: "operation-not-supported" };
}

const isMaster = ({ value }: Entry<Key, MemifValue>) => value[memifLeaf]?.role !== "slave";

/** Whether the two would find each other. */
function fits({ id = 0, mode = "ethernet" }: Memif, { [memifLeaf]: master = {} }: MemifValue): boolean {
  return id === (master.id ?? 0) && mode === (master.mode ?? "ethernet");
}

/** The memif interfaces on this socket and on others with the same file. */
function* onSameFile(socket: number, objects: ConfiguredObjects): Iterable<Entry<Key, MemifValue>> {
  const same = socketsOnFile(socket, objects);
  // A socket has one role: without another one on the file nobody is a peer.
  if (same.length < 2) return;
  for (const id of same) {
    const users =
      id === 0
        ? objects.marked<Key, MemifValue>(ON_DEFAULT_SOCKET, interfaces)
        : objects.dependents<Key, MemifValue>(memifSocket.at({ id: String(id) }), interfaces);
    for (const user of users) {
      if (user.value.type === memifType && (user.value[memifLeaf]?.socket ?? 0) === id) yield user;
    }
  }
}

/** The numbers of all sockets with the file of this one. */
function socketsOnFile(socket: number, objects: ConfiguredObjects): readonly number[] {
  const at = memifSocket.at({ id: String(socket) });
  const own = socket === 0 ? DEFAULT_FILE : objects.configured<SocketValue>(at)?.filename;
  if (own === undefined) return [];
  const marked = [...objects.marked<SocketKey, SocketValue>(fileMark(own), memifSocket)];
  const files = marked.map(({ key, value }) => [Number(key.id), value.filename] as const);
  return [[0, DEFAULT_FILE] as const, ...files].filter(([, file]) => isSameFile(own, file)).map(([id]) => id);
}

/** VPP puts its run time folder before a name that is not a whole path, so that one may be the end of the other. */
function isSameFile(one: string, other: string): boolean {
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}
