/** Addresses on the PCI bus. */

export interface PciAddress {
  readonly domain: number;
  readonly bus: number;
  readonly slot: number;
  readonly function: number;
}

/** "0000:00:04.0" */
export function parsePciAddress(text: string): PciAddress {
  const [domain = 0, bus = 0, slot = 0, deviceFunction = 0] = text
    .split(/[:.]/)
    .map((part) => Number.parseInt(part, 16));
  return { domain, bus, slot, function: deviceFunction };
}

export function formatPciAddress(address: PciAddress): string {
  const hex = (number: number, digits: number) => number.toString(16).padStart(digits, "0");
  return `${hex(address.domain, 4)}:${hex(address.bus, 2)}:${hex(address.slot, 2)}.${address.function}`;
}

/** The address as one number, as VPP keeps it in memory: from its lowest bit on domain (16), bus (8), slot (5), function (3). */
export function packPciAddress(address: PciAddress): number {
  return (address.domain | (address.bus << 16) | (address.slot << 24) | (address.function << 29)) >>> 0;
}

export function unpackPciAddress(number: number): PciAddress {
  return {
    domain: number & 0xffff,
    bus: (number >>> 16) & 0xff,
    slot: (number >>> 24) & 0x1f,
    function: number >>> 29,
  };
}
