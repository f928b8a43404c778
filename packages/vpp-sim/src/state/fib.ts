import { NONE } from "../retval.js";
import { Adjacencies, toLink, toNeighbor } from "./adjacencies.js";
import { FIB_SOURCE, type FibSource, builtInSources } from "./fib-sources.js";
import {
  dropPath,
  type FibPath,
  fibPath,
  isAttached,
  isRecursive,
  PATH_PROTO,
  PATH_TYPE,
  unionBytes,
} from "./fib-path.js";
import { type FibEntry, FibTable, type SourcedPaths } from "./fib-table.js";
import { GROUPS_OF_ROUTERS } from "./groups-of-routers.js";
import { type Family, familyOf, type IpAddress, isZero, type IpPrefix, maxLength } from "./ip.js";
import { IndexPool, Pool } from "./pool.js";

/** All forwarding tables of both families, and who may write into them. */
export class Fib {
  readonly sources: FibSource[] = builtInSources();
  readonly loadBalances = new IndexPool(1);
  readonly adjacencies = new Adjacencies();
  /** What multicast routes forward with. */
  readonly replicates = new IndexPool();
  readonly #tables = { ip4: new Pool<FibTable>(), ip6: new Pool<FibTable>() };
  readonly #byId = { ip4: new Map<number, FibTable>(), ip6: new Map<number, FibTable>() };

  constructor() {
    this.add("ip4", 0, "");
    this.add("ip6", 0, "");
    // VPP's table of link-local addresses holds one load-balance object that no dump shows.
    this.loadBalances.take();
  }

  find(family: Family, tableId: number): FibTable | undefined {
    return this.#byId[family].get(tableId);
  }

  tables(family: Family): Iterable<FibTable> {
    return this.#tables[family].values();
  }

  /** Adds a table or, where it exists, takes the API's lock on it; the name of an existing table stays. */
  add(family: Family, tableId: number, name: string): FibTable {
    const existing = this.find(family, tableId);
    if (existing !== undefined) {
      existing.isConfigured = true;
      return existing;
    }
    const table = this.#tables[family].add(
      () => new FibTable(tableId, family, name === "" ? defaultName(family, tableId) : name, this.loadBalances),
    );
    this.#byId[family].set(tableId, table);
    for (const _ of GROUPS_OF_ROUTERS[family]) table.replicates.push(this.replicates.take());
    return table;
  }

  /** Frees a table that nobody holds any more. */
  removeUnheld(table: FibTable): void {
    if (table.isHeld) return;
    for (const { prefix, sources } of table.entries()) for (const said of sources) this.#leave(prefix, said);
    table.release();
    for (const index of table.replicates.reverse()) this.replicates.release(index);
    this.#byId[table.family].delete(table.tableId);
    this.#tables[table.family].removeItem(table);
  }

  /** Sets the paths of one source for a prefix, and resolves those that go through another route. */
  setRoute(table: FibTable, prefix: IpPrefix, source: number, paths: readonly FibPath[]): FibEntry {
    for (const path of paths) this.#resolve(path);
    const before = table.find(prefix)?.sources.find((said) => said.source === source);
    const said = { source, priority: this.#priority(source), paths, isStale: false };
    for (const name of adjacenciesOf(prefix, said)) this.adjacencies.hold(name);
    const entry = table.update(prefix, said);
    if (before === undefined) return entry;
    this.#release(before);
    this.#leave(prefix, before);
    return entry;
  }

  /** Takes back the paths of one source. False when it had none. */
  removeRoute(table: FibTable, prefix: IpPrefix, source: number): boolean {
    const removed = table.remove(prefix, source);
    if (removed === undefined) return false;
    this.#release(removed);
    this.#leave(prefix, removed);
    return true;
  }

  /** Keeps a route to an address for somebody who looks at it without a route of his own, until it is let go as often. */
  track(address: IpAddress): FibEntry {
    const path = pathTo(address);
    this.#resolve(path);
    const { table, prefix } = this.#resolvingRoute(path)!;
    return table.find(prefix)!;
  }

  letGo(address: IpAddress): void {
    this.#release({ ...RESOLUTION, paths: [pathTo(address)] });
  }

  /** False for the route of a neighbour that no connected prefix of its interface covers. */
  isInstalled(table: FibTable, { prefix, sources: [best] }: FibEntry): boolean {
    if (best!.source !== FIB_SOURCE.adjacency) return true;
    const cover = table.lookup(prefix.address, prefix.length - 1)?.sources[0];
    const { swIfIndex } = best!.paths[0]!;
    return cover?.paths.some((path) => path.swIfIndex === swIfIndex && isAttached(path)) ?? false;
  }

  /**
   * The paths in force. A route that is there only to resolve others has those of the route that covers it; one that stands before
   * another (a source without paths, such as cnat for an address that VPP has) has those of that one.
   */
  pathsOf(table: FibTable, entry: FibEntry): readonly FibPath[] {
    const [first, second] = entry.sources;
    const best = first!.source === FIB_SOURCE.cnat && first!.paths.length === 0 ? second : first;
    const covers = best === undefined || best.source === FIB_SOURCE.recursiveResolution;
    return covers ? this.#coveringPaths(table, entry) : best.paths;
  }

  #coveringPaths(table: FibTable, entry: FibEntry): readonly FibPath[] {
    const proto = table.family === "ip4" ? PATH_PROTO.ip4 : PATH_PROTO.ip6;
    const cover = table.lookup(entry.prefix.address, entry.prefix.length - 1);
    const paths = cover?.sources[0]!.paths ?? [];
    if (paths.length === 0 || paths.some((path) => this.#leadsTo(path, entry))) return [dropPath(proto)];
    const nextHop = unionBytes(entry.prefix.address);
    // A connected prefix leads to the address itself.
    if (!paths.every(isAttached)) return paths;
    return paths.map(({ swIfIndex }) => fibPath({ swIfIndex, proto, nextHop }));
  }

  /** A cover that itself resolves through the entry is a loop, and a loop drops. */
  #leadsTo(path: FibPath, entry: FibEntry): boolean {
    const target = this.#resolvingRoute(path);
    return target !== undefined && target.table.find(target.prefix) === entry;
  }

  /** Ids that nobody registered are taken as better than all, with nothing to forward to (seen with id 200). */
  #priority(source: number): number {
    return this.sources[source]?.priority ?? 0;
  }

  #resolve(path: FibPath): void {
    const target = this.#resolvingRoute(path);
    if (target === undefined) return;
    const said = target.table.find(target.prefix)?.sources.find(isResolution) as Resolution | undefined;
    target.table.update(target.prefix, { ...RESOLUTION, users: (said?.users ?? 0) + 1 } as Resolution);
  }

  #release(said: SourcedPaths): void {
    for (const path of said.paths) {
      const target = this.#resolvingRoute(path);
      const held = target?.table.find(target.prefix)?.sources.find(isResolution) as Resolution | undefined;
      if (target === undefined || held === undefined) continue;
      if (held.users > 1) target.table.update(target.prefix, { ...held, users: held.users - 1 } as Resolution);
      else target.table.remove(target.prefix, FIB_SOURCE.recursiveResolution);
    }
  }

  #leave(prefix: IpPrefix, said: SourcedPaths): void {
    for (const name of adjacenciesOf(prefix, said)) this.adjacencies.release(name);
  }

  #resolvingRoute(path: FibPath): { table: FibTable; prefix: IpPrefix } | undefined {
    if (!isRecursive(path)) return undefined;
    const family = path.proto === PATH_PROTO.ip4 ? "ip4" : "ip6";
    const table = this.find(family, path.tableId);
    if (table === undefined) return undefined;
    const address = path.nextHop.slice(0, family === "ip4" ? 4 : 16);
    return { table, prefix: { address, length: maxLength(address) } };
  }
}

/** Those that the paths of a source lead to. Only that of a connected prefix is its own. */
function adjacenciesOf(prefix: IpPrefix, { source, paths }: SourcedPaths): string[] {
  return paths.flatMap((path) => {
    const { type, swIfIndex, proto, nextHop } = path;
    if (type !== PATH_TYPE.normal || swIfIndex === NONE) return [];
    const family = proto === PATH_PROTO.ip4 ? "ip4" : "ip6";
    if (!isAttached(path)) return toNeighbor(swIfIndex, nextHop.slice(0, family === "ip4" ? 4 : 16));
    return toLink(family, swIfIndex, source === FIB_SOURCE.interface ? prefix : undefined);
  });
}

/** A route kept for others to resolve through, with the number of paths that need it. */
interface Resolution extends SourcedPaths {
  readonly users: number;
}

const RESOLUTION: Omit<Resolution, "users"> = {
  source: FIB_SOURCE.recursiveResolution,
  priority: 251,
  paths: [],
  isStale: false,
};

/** A path through the route to an address of the default table. */
function pathTo(address: IpAddress): FibPath {
  const proto = familyOf(address) === "ip4" ? PATH_PROTO.ip4 : PATH_PROTO.ip6;
  return fibPath({ proto, nextHop: unionBytes(address) });
}

function isResolution(said: SourcedPaths): said is Resolution {
  return said.source === FIB_SOURCE.recursiveResolution;
}

function defaultName(family: Family, tableId: number): string {
  return `${family === "ip4" ? "ipv4" : "ipv6"}-VRF:${tableId | 0}`;
}
