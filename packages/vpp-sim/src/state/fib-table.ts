import { FIB_SOURCE } from "./fib-sources.js";
import { dropPath, type FibPath, fibPath, PATH_PROTO } from "./fib-path.js";
import type { IndexPool } from "./pool.js";
import { type Family, type IpAddress, type IpPrefix, prefixKey } from "./ip.js";

/** What one source says about a prefix. */
export interface SourcedPaths {
  readonly source: number;
  readonly priority: number;
  readonly paths: readonly FibPath[];
  /** Set by ip_table_replace_begin: goes away at ip_table_replace_end unless added again. */
  readonly isStale: boolean;
}

/** A prefix of a table. It is there as long as any source speaks for it; the first of `sources` is the one in force. */
export interface FibEntry {
  /** As it was first given: VPP keeps host bits. */
  readonly prefix: IpPrefix;
  /** Index of the load-balance object, which is also the index of the route's counters. */
  readonly statsIndex: number;
  readonly sources: SourcedPaths[];
}

/**
 * A VRF of one family. Entries are found by prefix in constant time, by address in one step per prefix length;
 * iteration goes from short to long prefixes, as VPP's IPv4 dump does.
 */
export class FibTable {
  readonly tableId: number;
  readonly family: Family;
  readonly name: string;
  /** The lock that ip_table_add_del takes. */
  isConfigured = true;
  boundInterfaces = 0;
  /** Whether there is a table for multicast routes with this number, which goes when nobody wants it any more. */
  hasMulticast = true;
  /** Of its groups that every router is in. */
  readonly replicates: number[] = [];
  readonly #byLength: Map<number | string, FibEntry>[] = [];
  readonly #loadBalances: IndexPool;

  constructor(tableId: number, family: Family, name: string, loadBalances: IndexPool) {
    this.tableId = tableId;
    this.family = family;
    this.name = name;
    this.#loadBalances = loadBalances;
    for (let length = 0; length <= (family === "ip4" ? 32 : 128); length++) this.#byLength.push(new Map());
    for (const [prefix, source, path] of family === "ip4" ? IP4_SPECIALS : IP6_SPECIALS) {
      this.update(prefix, { source, priority: source === FIB_SOURCE.special ? 0 : 253, paths: [path], isStale: false });
    }
  }

  find({ address, length }: IpPrefix): FibEntry | undefined {
    return this.#byLength[length]?.get(prefixKey(address, length));
  }

  /** The longest prefix, at most `longest` bits, that holds the address. */
  lookup(address: IpAddress, longest: number): FibEntry | undefined {
    for (let length = longest; length >= 0; length--) {
      const entries = this.#byLength[length]!;
      if (entries.size === 0) continue;
      const entry = entries.get(prefixKey(address, length));
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** Sets what a source says about a prefix, instead of what it said before. */
  update(prefix: IpPrefix, said: SourcedPaths): FibEntry {
    const key = prefixKey(prefix.address, prefix.length);
    const entries = this.#byLength[prefix.length]!;
    const existing = entries.get(key);
    if (existing === undefined) {
      const entry = { prefix, statsIndex: this.#loadBalances.take(), sources: [said] };
      entries.set(key, entry);
      return entry;
    }
    const at = existing.sources.findIndex(({ source }) => source === said.source);
    existing.sources.splice(at < 0 ? existing.sources.length : at, 1, said);
    if (existing.sources.length > 1) existing.sources.sort((left, right) => left.priority - right.priority);
    return existing;
  }

  /** Takes back what a source says about a prefix. Returns what it had said, if it had said anything. */
  remove(prefix: IpPrefix, source: number): SourcedPaths | undefined {
    const key = prefixKey(prefix.address, prefix.length);
    const entries = this.#byLength[prefix.length]!;
    const entry = entries.get(key);
    const at = entry?.sources.findIndex((said) => said.source === source) ?? -1;
    if (entry === undefined || at < 0) return undefined;
    const [said] = entry.sources.splice(at, 1);
    if (entry.sources.length === 0) {
      entries.delete(key);
      this.#loadBalances.release(entry.statsIndex);
    }
    return said;
  }

  *entries(): Generator<FibEntry> {
    for (const entries of this.#byLength) yield* entries.values();
  }

  /** Gives every index back, the last taken first, so that the next table gets them in order. */
  release(): void {
    const indexes = [...this.entries()].map((entry) => entry.statsIndex).sort((left, right) => right - left);
    for (const index of indexes) this.#loadBalances.release(index);
  }

  /** A table is gone, with its routes, when neither the API nor an interface holds it. Table 0 always stays. */
  get isHeld(): boolean {
    return this.tableId === 0 || this.isConfigured || this.boundInterfaces > 0;
  }
}

type Special = readonly [prefix: IpPrefix, source: number, path: FibPath];

const IP4_SPECIALS: readonly Special[] = [
  [{ address: Uint8Array.of(0, 0, 0, 0), length: 0 }, FIB_SOURCE.defaultRoute, dropPath(PATH_PROTO.ip4)],
  [{ address: Uint8Array.of(0, 0, 0, 0), length: 32 }, FIB_SOURCE.defaultRoute, dropPath(PATH_PROTO.ip4)],
  [{ address: Uint8Array.of(240, 0, 0, 0), length: 4 }, FIB_SOURCE.special, dropPath(PATH_PROTO.ip4)],
  [{ address: Uint8Array.of(224, 0, 0, 0), length: 4 }, FIB_SOURCE.special, dropPath(PATH_PROTO.ip4)],
  [{ address: Uint8Array.of(255, 255, 255, 255), length: 32 }, FIB_SOURCE.defaultRoute, dropPath(PATH_PROTO.ip4)],
];

const LINK_LOCAL_NET = Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

const IP6_SPECIALS: readonly Special[] = [
  [{ address: new Uint8Array(16), length: 0 }, FIB_SOURCE.defaultRoute, dropPath(PATH_PROTO.ip6)],
  [{ address: LINK_LOCAL_NET, length: 10 }, FIB_SOURCE.special, fibPath({ proto: PATH_PROTO.ip6 })],
];
