import { secondaryMacs } from "../features/interface.js";
import type { Interface } from "../state/interface.js";
import { prefixText } from "../state/ip.js";
import { MEMIF_ROLE } from "../state/memif.js";
import type { Vpp } from "../state/vpp.js";
import { table } from "./table.js";

/** One line an interface: name, index, state, MTUs, MAC and tag. */
export function showInterfaces(vpp: Vpp): string {
  const rows = [...vpp.interfaces.values()].map((shown) => [
    shown.name,
    shown.swIfIndex,
    shown.isAdminUp ? "up" : "down",
    shown.isLinkUp ? "link" : "no-link",
    `${shown.linkMtu}:${shown.mtu.join("/")}`,
    macText(shown.mac),
    shown.tag,
  ]);
  return table([["Name", "Idx", "State", "Link", "MTU (link:L3/IP4/IP6/MPLS)", "MAC", "Tag"], ...rows]);
}

/**
 * Interfaces with hardware of their own, or the one that is named, which VPP refuses where there is none. The index is that of the interface here;
 * in VPP the two may differ.
 */
export function showHardware(vpp: Vpp, only = ""): string | undefined {
  const rows = [...vpp.interfaces.values()]
    .filter(({ part, name }) => part === undefined && (only === "" || name === only))
    .map(({ name, swIfIndex, isLinkUp }) => [name, swIfIndex, isLinkUp ? "up" : "down", name]);
  if (only !== "" && rows.length === 0) return undefined;
  return table([["Name", "Idx", "Link", "Hardware"], ...rows]);
}

/** The addresses of each interface, with its tables where they are not 0. */
export function showAddresses(vpp: Vpp): string {
  return [...vpp.interfaces.values()].map((shown) => addressesOf(vpp, shown)).join("");
}

/** Each interface, or the one that is named, with its further hardware addresses; a sub-interface with those of its parent. */
export function showSecondaryMacs(vpp: Vpp, only = ""): string {
  return [...vpp.interfaces.values()]
    .filter(({ name }) => only === "" || name === only)
    .map(({ name, isAdminUp, swIfIndex, part }) => {
      const whole = part?.supSwIfIndex ?? swIfIndex;
      const macs = [...secondaryMacs(vpp).values()].filter((secondary) => secondary.swIfIndex === whole);
      return `${[`${name} (${isAdminUp ? "up" : "dn"}):`, ...macs.map(({ mac }) => `  ${macText(mac)}`)].join("\n")}\n`;
    })
    .join("");
}

function addressesOf(vpp: Vpp, { name, swIfIndex, isAdminUp, ip4, ip6 }: Interface): string {
  const lender = vpp.interfaces.get(vpp.unnumbered.get(swIfIndex) ?? -1)?.name;
  const lines = [
    ...(lender === undefined ? [] : [`  unnumbered, use ${lender}`]),
    ...ip4.addresses.map((address) => `  L3 ${prefixText(address)}${inTable("ip4", ip4.tableId)}`),
    ...ip6.addresses.map((address) => `  L3 ${prefixText(address)}${inTable("ip6", ip6.tableId)}`),
  ];
  return `${[`${name} (${isAdminUp ? "up" : "dn"}):`, ...lines].join("\n")}\n`;
}

function inTable(family: string, tableId: number): string {
  return tableId === 0 ? "" : ` ${family} table-id ${tableId}`;
}

/** Sockets, then memifs. */
export function showMemifs(vpp: Vpp): string {
  const sockets = [...vpp.memif.sockets].map(([id, file]) => [id, file]);
  const memifs = [...vpp.memif.interfaces.values()].map(({ swIfIndex, id, socketId, role }) => [
    vpp.interfaces.get(swIfIndex)!.name,
    id,
    socketId,
    role === MEMIF_ROLE.master ? "master" : "slave",
    vpp.interfaces.get(swIfIndex)!.isLinkUp ? "connected" : "not connected",
  ]);
  return `${table([["Socket", "File"], ...sockets])}\n${table([["Name", "Id", "Socket", "Role", "State"], ...memifs])}`;
}

function macText(mac: Uint8Array): string {
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}
