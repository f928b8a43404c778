import type { FibPath } from "./state/fib-path.js";
import type { FibEntry, FibTable } from "./state/fib-table.js";
import { statusFlags } from "./state/interface.js";
import { addressText, type Family, prefixText } from "./state/ip.js";
import type { Vpp } from "./state/vpp.js";

/** The state as plain data: names as VPP has them, addresses and prefixes as text. */
export type VppSnapshot = ReturnType<typeof snapshot>;

/** Copies the state. Takes time in proportion to it. */
export function snapshot(vpp: Vpp) {
  return {
    pid: vpp.pid,
    interfaces: [...vpp.interfaces.values()].map((shown) => ({
      swIfIndex: shown.swIfIndex,
      name: shown.name,
      kind: shown.kind,
      tag: shown.tag,
      flags: statusFlags(shown),
      linkMtu: shown.linkMtu,
      mtu: [...shown.mtu],
      mac: macText(shown.mac),
      ip4Table: shown.ip4.tableId,
      ip6Table: shown.ip6.tableId,
      addresses: [...shown.ip4.addresses, ...shown.ip6.addresses].map(prefixText),
      unnumbered: vpp.unnumbered.get(shown.swIfIndex),
    })),
    tables: [...tables(vpp, "ip4"), ...tables(vpp, "ip6")],
    neighbors: [...vpp.neighbors.entries.values()].map(({ swIfIndex, address, mac, flags }) => ({
      swIfIndex,
      address: addressText(address),
      mac: macText(mac),
      flags,
    })),
    memifSockets: Object.fromEntries(vpp.memif.sockets),
    memifs: [...vpp.memif.interfaces.values()].map((memif) => ({ ...memif })),
    vips: [...vpp.lb.vips.values()].map(({ address, servers, ...vip }) => ({
      ...vip,
      address: addressText(address),
      servers: servers.map((server) => ({ address: addressText(server.address), isUsed: server.isUsed })),
    })),
    records: Object.fromEntries([...vpp.recordTables].map(([name, { records }]) => [name, [...records.values()]])),
    natInterfaces: { ip4: [...vpp.lb.natInterfaces.ip4], ip6: [...vpp.lb.natInterfaces.ip6] },
  };
}

function tables(vpp: Vpp, family: Family) {
  return [...vpp.fib.tables(family)].map((table) => ({
    tableId: table.tableId,
    family,
    name: table.name,
    routes: [...table.entries()].map((entry) => route(vpp, table, entry)),
  }));
}

function route(vpp: Vpp, table: FibTable, entry: FibEntry) {
  return {
    prefix: prefixText(entry.prefix),
    source: vpp.fib.sources[entry.sources[0]!.source]?.name ?? "unknown",
    paths: vpp.fib.pathsOf(table, entry).map(path),
  };
}

function path({ nextHop, ...fields }: FibPath) {
  const address = fields.proto === 0 ? nextHop.slice(0, 4) : nextHop;
  return { ...fields, nextHop: addressText(address) };
}

function macText(mac: Uint8Array): string {
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}
