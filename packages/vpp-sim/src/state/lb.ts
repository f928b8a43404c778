import { VppDies } from "../handler.js";
import { addressKey } from "./ip.js";
import { Pool } from "./pool.js";

/** VPP's own numbering of VIP kinds, which lb_vip_details sends in the place of the encapsulation. */
export const VIP_TYPE = {
  ip6Gre6: 0,
  ip6Gre4: 1,
  ip4Gre6: 2,
  ip4Gre4: 3,
  ip4L3dsr: 4,
  ip4Nat4: 5,
  ip6Nat6: 6,
} as const;

export const VIP_TYPE_NAMES = ["ip6-gre6", "ip6-gre4", "ip4-gre6", "ip4-gre4", "ip4-l3dsr", "ip4-nat4", "ip6-nat6"];

/** A virtual address. Deleted ones stay, unused, until an lb CLI command collects garbage. */
export interface Vip {
  readonly index: number;
  /** 16 bytes, an IPv4 address in the last four, masked to `length` bits of the 128. */
  readonly address: Uint8Array;
  readonly length: number;
  readonly protocol: number;
  readonly port: number;
  readonly type: number;
  readonly dscp: number;
  /** 0 ClusterIP, 1 NodePort. */
  readonly serviceType: number;
  readonly targetPort: number;
  readonly newFlowsTableLength: number;
  readonly isSourceSticky: boolean;
  isUsed: boolean;
  /** When removed servers were last collected, at first when it was made. */
  collectedAtMs: number;
  servers: readonly ApplicationServer[];
}

/** A server. A removed one stays, unused, until it is collected. */
export interface ApplicationServer {
  readonly address: Uint8Array;
  isUsed: boolean;
  removedAtMs: number;
}

export interface LbState {
  /** All VIPs, deleted ones too. */
  readonly vips: Pool<Vip>;
  /** The VIPs in use, by prefix, protocol and port. */
  readonly used: Map<string, Vip>;
  /** The VIPs in use, by prefix alone. */
  readonly usedOnPrefix: Map<string, Set<Vip>>;
  /** Every port that a NodePort VIP ever had: VPP forgets none of them. */
  readonly nodePorts: Set<number>;
  /** Servers and ports that are translated back: one mapping for each, however many VIPs have it. */
  readonly returnMappings: Set<string>;
  /** sw_if_index of the interfaces that translate back. */
  readonly natInterfaces: { readonly ip4: Set<number>; readonly ip6: Set<number> };
}

/** What tells one VIP from another. */
export type VipKey = Pick<Vip, "address" | "length" | "protocol" | "port">;

export function newLbState(): LbState {
  const vips = new Pool<Vip>();
  // Slot 0 belongs to VPP itself: the first VIP is number 1.
  vips.reserve();
  return {
    vips,
    used: new Map(),
    usedOnPrefix: new Map(),
    nodePorts: new Set(),
    returnMappings: new Set(),
    natInterfaces: { ip4: new Set(), ip6: new Set() },
  };
}

export function findVip(state: LbState, key: VipKey): Vip | undefined {
  return state.used.get(vipKey(key));
}

/** The VIPs in use on exactly this prefix. */
export function vipsOnPrefix(state: LbState, prefix: Pick<Vip, "address" | "length">): ReadonlySet<Vip> {
  return state.usedOnPrefix.get(prefixKey(prefix)) ?? new Set();
}

export function addVip(state: LbState, given: Omit<Vip, "index" | "isUsed" | "servers">): void {
  const vip = state.vips.add((index): Vip => ({ ...given, index, isUsed: true, servers: [] }));
  const prefix = prefixKey(vip);
  state.used.set(vipKey(vip), vip);
  state.usedOnPrefix.set(prefix, (state.usedOnPrefix.get(prefix) ?? new Set()).add(vip));
}

/** Puts a VIP and its servers out of use. It stays in the pool, and in the dump. */
export function deleteVip(state: LbState, vip: Vip, nowMs: number): void {
  if (vip.servers.length > 0) collectServers(state, vip, nowMs);
  vip.isUsed = false;
  for (const server of vip.servers) removeServer(server, nowMs);
  state.used.delete(vipKey(vip));
  state.usedOnPrefix.get(prefixKey(vip))?.delete(vip);
}

/** Brings a server behind a VIP that has had none with its address. */
export function addServer(state: LbState, vip: Vip, address: Uint8Array): void {
  vip.servers = [...vip.servers, { address, isUsed: true, removedAtMs: 0 }];
  if (isNat(vip)) state.returnMappings.add(returnMapping(vip, address));
}

export function removeServer(server: ApplicationServer, nowMs: number): void {
  server.isUsed = false;
  server.removedAtMs = nowMs;
}

/** What `lb conf` and other lb CLI commands do beside their own work: deleted VIPs without servers leave the pool. */
export function collectGarbage(state: LbState, nowMs: number): void {
  for (const vip of state.vips.values()) {
    collectServers(state, vip, nowMs);
    if (!vip.isUsed && vip.servers.length === 0) state.vips.remove(vip.index);
  }
}

/** From one collection in a VIP to the next (LB_GARBAGE_RUN), and from the removal of a server to its collection. */
const COLLECTION_PAUSE_MS = 60_000;
const REMOVAL_PAUSE_MS = 10_000;

/** Forgets the servers that were removed from a VIP. Flows, which would hold them, are not simulated. */
export function collectServers(state: LbState, vip: Vip, nowMs: number): void {
  if (nowMs <= vip.collectedAtMs + COLLECTION_PAUSE_MS) return;
  vip.collectedAtMs = nowMs;
  const isGarbage = (server: ApplicationServer) => !server.isUsed && nowMs > server.removedAtMs + REMOVAL_PAUSE_MS;
  for (const { address } of vip.servers.filter(isGarbage)) {
    if (isNat(vip) && !state.returnMappings.delete(returnMapping(vip, address))) {
      throw new VppDies("the return mapping of a server is collected twice");
    }
  }
  vip.servers = vip.servers.filter((server) => !isGarbage(server));
}

export function isNat({ type }: Pick<Vip, "type">): boolean {
  return type === VIP_TYPE.ip4Nat4 || type === VIP_TYPE.ip6Nat6;
}

function returnMapping({ targetPort }: Vip, address: Uint8Array): string {
  return `${addressKey(address)} ${targetPort}`;
}

/** Without a port the protocol does not count. */
function vipKey({ port, protocol, ...prefix }: VipKey): string {
  return `${prefixKey(prefix)} ${port === 0 ? "all" : protocol} ${port}`;
}

function prefixKey({ address, length }: Pick<Vip, "address" | "length">): string {
  return `${addressKey(address)}/${length}`;
}
