import { SwInterfaceEvent } from "vpp-binapi-ts/api";
import { toGroups, toLink } from "./adjacencies.js";
import { addConnectedRoutes, removeConnectedRoutes } from "./connected-routes.js";
import { IF_FLAG, type Interface, linkLocalOf, type NewInterface, newInterface } from "./interface.js";
import { familyOf, type IpPrefix, sameAddress } from "./ip.js";
import { peerOf } from "./memif.js";
import { moveHostRoutes, removeDynamicNeighbors, removeNeighborsOf } from "./neighbors.js";
import { releaseOutputNode, takeOutputNode } from "./output-nodes.js";
import { forgetRecordsOf } from "./records.js";
import { emit, type Vpp } from "./vpp.js";

/** Adds an interface and tells those who listen. */
export function addInterface(vpp: Vpp, given: NewInterface): Interface {
  const added = vpp.interfaces.add((index) => newInterface(index, given));
  takeOutputNode(vpp.outputNodes, added);
  vpp.interfaceGeneration++;
  tell(vpp, added.swIfIndex, 0, false);
  return added;
}

/** Deletes an interface with its parts, addresses, neighbours and connected routes. Routes of clients stay, as in VPP. */
export function deleteInterface(vpp: Vpp, gone: Interface): void {
  removeAllAddresses(vpp, gone);
  removeNeighborsOf(vpp, gone.swIfIndex);
  bindTable(vpp, gone, "ip4", 0);
  bindTable(vpp, gone, "ip6", 0);
  vpp.unnumbered.delete(gone.swIfIndex);
  forgetRecordsOf(vpp, gone.swIfIndex);
  tell(vpp, gone.swIfIndex, 0, true);
  for (const other of [...vpp.interfaces.values()]) {
    if (other.part?.supSwIfIndex === gone.swIfIndex) deleteInterface(vpp, other);
  }
  releaseOutputNode(vpp.outputNodes, gone);
  vpp.interfaces.remove(gone.swIfIndex);
  vpp.interfaceGeneration++;
}

/** Admin up or down. The link of all but a memif follows at once, and so do the connected routes. */
export function setAdminUp(vpp: Vpp, changed: Interface, isUp: boolean): void {
  if (changed.isAdminUp === isUp) return;
  changed.isAdminUp = isUp;
  const hadLink = changed.isLinkUp;
  if (changed.kind === "memif" || changed.kind === "local") changed.isLinkUp = isUp && hadLink;
  else changed.isLinkUp = isUp;
  for (const address of allAddresses(changed)) {
    if (isUp) addConnectedRoutes(vpp.fib, changed, address);
    else removeConnectedRoutes(vpp.fib, changed, address);
  }
  if (!isUp) removeDynamicNeighbors(vpp, changed.swIfIndex);
  tell(vpp, changed.swIfIndex, isUp ? IF_FLAG.adminUp | (changed.isLinkUp && !hadLink ? IF_FLAG.linkUp : 0) : 0, false);
  if (changed.kind === "memif") followPeer(vpp, changed);
}

/** Whether the link is up: that of a sub-interface is its parent's. */
export function hasLink(vpp: Vpp, { swIfIndex, part }: Interface): boolean {
  return vpp.interfaces.get(part?.supSwIfIndex ?? swIfIndex)?.isLinkUp === true;
}

/** Whether it carries Ethernet frames, a sub-interface as its parent. */
export function hasMac(vpp: Vpp, { mac, part }: Interface): boolean {
  const whole = part === undefined ? mac : vpp.interfaces.get(part.supSwIfIndex)?.mac;
  return whole?.some((byte) => byte !== 0) === true;
}

/** Adds an address that was found to fit. Its routes appear when the interface is up. */
export function addAddress(vpp: Vpp, owner: Interface, prefix: IpPrefix): void {
  const family = familyOf(prefix.address);
  if (family === "ip6") enableIp6(vpp, owner);
  else if (owner.ip4.addresses.length === 0) vpp.fib.adjacencies.hold(toLink("ip4", owner.swIfIndex));
  owner[family].addresses.push({ address: prefix.address, length: prefix.length, isStale: false });
  if (owner.isAdminUp) addConnectedRoutes(vpp.fib, owner, prefix);
}

/** Removes an address, whatever length it is asked for with. False when the interface does not have it. */
export function removeAddress(vpp: Vpp, owner: Interface, { address }: IpPrefix): boolean {
  const { addresses } = owner[familyOf(address)];
  const at = addresses.findIndex((held) => sameAddress(held.address, address));
  if (at < 0) return false;
  const [removed] = addresses.splice(at, 1);
  if (owner.isAdminUp) removeConnectedRoutes(vpp.fib, owner, removed!, addresses);
  if (addresses === owner.ip6.addresses) disableIp6(vpp, owner);
  else if (addresses.length === 0) vpp.fib.adjacencies.release(toLink("ip4", owner.swIfIndex));
  return true;
}

export function removeAllAddresses(vpp: Vpp, owner: Interface): void {
  for (const address of allAddresses(owner)) removeAddress(vpp, owner, address);
}

/** One more wants IPv6. The first one gives the interface its link-local address. */
export function enableIp6(vpp: Vpp, owner: Interface): void {
  owner.ip6.users++;
  if (owner.ip6.linkLocal !== undefined) return;
  owner.ip6.linkLocal = linkLocalOf(owner.mac);
  owner.ip6.loadBalances = [0, 1, 2].map(() => vpp.fib.loadBalances.take());
  for (const name of adjacenciesOfIp6(owner)) vpp.fib.adjacencies.hold(name);
}

/** One wants it no more. With the last one it ends. */
export function disableIp6(vpp: Vpp, owner: Interface): void {
  if (owner.ip6.linkLocal === undefined || --owner.ip6.users > 0) return;
  owner.ip6.linkLocal = undefined;
  for (const name of adjacenciesOfIp6(owner)) vpp.fib.adjacencies.release(name);
  for (const index of owner.ip6.loadBalances.reverse()) vpp.fib.loadBalances.release(index);
  owner.ip6.loadBalances = [];
}

function adjacenciesOfIp6({ swIfIndex }: Interface): string[] {
  return [toLink("ip6", swIfIndex), toGroups("ip6", swIfIndex)];
}

/** Moves an interface into another table of a family; the table it leaves may vanish with it. */
export function bindTable(vpp: Vpp, owner: Interface, family: "ip4" | "ip6", tableId: number): void {
  const before = vpp.fib.find(family, owner[family].tableId)!;
  const after = vpp.fib.find(family, tableId)!;
  if (after.tableId !== 0) after.boundInterfaces++;
  if (before.tableId !== 0) before.boundInterfaces--;
  moveHostRoutes(vpp, owner.swIfIndex, () => {
    owner[family].tableId = tableId;
  });
  vpp.fib.removeUnheld(before);
}

function allAddresses(owner: Interface): IpPrefix[] {
  return [...owner.ip4.addresses, ...owner.ip6.addresses];
}

/** The link of a memif is up while both ends are admin up. An end whose other end goes away notices a little later. */
function followPeer(vpp: Vpp, changed: Interface): void {
  const other = otherEnd(vpp, changed);
  if (other === undefined) return;
  if (isLinked(vpp, changed)) for (const end of [other, changed]) setLink(vpp, end, true);
  else vpp.plans.push({ atMs: vpp.now() + NOTICES_AFTER_MS, act: (later) => loseLink(later, other) });
}

/** As long as the connection takes to tell that it is closed. */
const NOTICES_AFTER_MS = 5;

function loseLink(vpp: Vpp, end: Interface): void {
  const isThere = vpp.interfaces.get(end.swIfIndex) === end;
  if (isThere && !isLinked(vpp, end)) setLink(vpp, end, false);
}

function isLinked(vpp: Vpp, end: Interface): boolean {
  return end.isAdminUp && otherEnd(vpp, end)?.isAdminUp === true;
}

function otherEnd(vpp: Vpp, end: Interface): Interface | undefined {
  const memif = vpp.memif.interfaces.get(end.swIfIndex);
  const peer = memif && peerOf(vpp.memif, memif);
  return peer && vpp.interfaces.get(peer.swIfIndex);
}

function setLink(vpp: Vpp, end: Interface, isLinkUp: boolean): void {
  if (end.isLinkUp === isLinkUp) return;
  end.isLinkUp = isLinkUp;
  end.rxQueues = isLinkUp ? [{ mode: 1 }] : [];
  tell(vpp, end.swIfIndex, isLinkUp ? IF_FLAG.linkUp : 0, false);
}

function tell(vpp: Vpp, swIfIndex: number, flags: number, deleted: boolean): void {
  for (const [clientIndex, pid] of vpp.subscriptions.interfaces) {
    emit(vpp, clientIndex, SwInterfaceEvent, { pid, swIfIndex, flags, deleted });
  }
}
