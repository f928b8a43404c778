import { showFlowHash } from "../features/ip-settings.js";
import { NONE } from "../retval.js";
import { type FibPath, PATH_PROTO, PATH_TYPE } from "../state/fib-path.js";
import type { FibEntry, FibTable } from "../state/fib-table.js";
import { addressText, type Family, isZero, masked, prefixText } from "../state/ip.js";
import type { Vpp } from "../state/vpp.js";

/** Every table of a family with its routes: prefix, source, paths. */
export function showFib(vpp: Vpp, family: Family): string {
  return [...vpp.fib.tables(family)].map((table) => tableText(vpp, table)).join("");
}

/** One prefix of a table with all its sources, as VPP words them; empty where the table has it not. */
export function showFibEntry(vpp: Vpp, family: Family, tableId: number, prefix: string): string {
  const table = [...vpp.fib.tables(family)].find((candidate) => candidate.tableId === tableId);
  const entry = [...(table?.entries() ?? [])].find((candidate) => shownPrefix(candidate) === prefix);
  if (entry === undefined) return "";
  const header = `${table?.name}, fib_index:${tableId}, flow hash:[${showFlowHash(vpp, family, tableId)}]\n`;
  const lines = entry.sources.map(({ source }) => `  ${vpp.fib.sources[source]?.name ?? "unknown"} refs:1\n`);
  return `${header}${prefix} fib:${tableId}\n${lines.join("")}`;
}

/** What stands above the groups of a table. Its place is that of its unicast table, less the tables that have no groups. */
export function showGroupsHeader(vpp: Vpp, family: Family, tableId: number): string {
  const tables = [...vpp.fib.tables(family)];
  const table = tables.find((candidate) => candidate.tableId === tableId);
  if (table?.hasMulticast !== true) return "";
  const place = tableId - tables.filter(({ hasMulticast }) => !hasMulticast).length;
  return `${table.name}, fib_index${family === "ip6" ? " " : ":"}${place} flags:none\n`;
}

/** Neighbours of an interface that IP routes impose labels towards, as `show adj nbr` has them. */
export function showLabelledNeighbours(vpp: Vpp, interfaceName: string): string {
  const paths = (["ip4", "ip6"] as const)
    .flatMap((family) => [...vpp.fib.tables(family)])
    .flatMap((table) => [...table.entries()].flatMap((entry) => vpp.fib.pathsOf(table, entry)))
    .filter(({ labels, swIfIndex }) => labels.length > 0 && vpp.interfaces.get(swIfIndex)?.name === interfaceName);
  return paths.map((path, index) => `[@${index}]  arp-mpls: via ${nextHopText(path)} ${interfaceName}\n`).join("");
}

/** The command line shows no host bits, which a dump does. */
function shownPrefix({ prefix: { address, length } }: FibEntry): string {
  return prefixText({ address: masked(address, length), length });
}

function tableText(vpp: Vpp, table: FibTable): string {
  const lines = [...table.entries()].map((entry) => {
    const source = vpp.fib.sources[entry.sources[0]!.source]?.name ?? "unknown";
    const paths = vpp.fib.pathsOf(table, entry).map((path) => `    ${pathText(vpp, path)}\n`);
    return `  ${shownPrefix(entry)} [${source}]\n${paths.join("")}`;
  });
  return `${table.name} (table ${table.tableId})\n${lines.join("")}`;
}

function pathText(vpp: Vpp, path: FibPath): string {
  if (path.type === PATH_TYPE.drop) return "drop";
  if (path.type === PATH_TYPE.unreach) return "unreachable";
  if (path.type === PATH_TYPE.prohibit) return "prohibit";
  const words = [path.type === PATH_TYPE.local ? "local" : "via"];
  if (!isZero(path.nextHop)) words.push(nextHopText(path));
  if (path.swIfIndex !== NONE) words.push(vpp.interfaces.get(path.swIfIndex)?.name ?? `deleted (${path.swIfIndex})`);
  else if (path.type !== PATH_TYPE.local) words.push(`table ${path.tableId}`);
  words.push(`weight ${path.weight}`);
  if (path.preference !== 0) words.push(`preference ${path.preference}`);
  return words.join(" ");
}

function nextHopText({ nextHop, proto }: FibPath): string {
  return addressText(proto === PATH_PROTO.ip4 ? nextHop.slice(0, 4) : nextHop);
}
