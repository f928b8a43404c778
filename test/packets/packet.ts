/** Frames as they are on the wire, read and written without help of what is tested. */

export interface Frame {
  readonly source: string;
  readonly destination: string;
  readonly etherType: number;
  /** Of frames with IPv4. */
  readonly packet?: Packet;
}

/** An IPv4 packet. */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly dscp: number;
  /** All behind the IPv4 header. */
  readonly payload: Buffer;
  /** Of UDP and TCP. */
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}

export const protocols = { icmp: 1, igmp: 2, ipip: 4, tcp: 6, udp: 17, gre: 47, esp: 50 } as const;

const ethernetHeader = 14;
const etherTypeOfIp4 = 0x0800;

export function decodeFrame(frame: Buffer): Frame {
  const etherType = frame.readUInt16BE(12);
  return {
    destination: formatMac(frame.subarray(0, 6)),
    source: formatMac(frame.subarray(6, 12)),
    etherType,
    ...(etherType === etherTypeOfIp4 && { packet: decodePacket(frame.subarray(ethernetHeader)) }),
  };
}

/** RFC 791; what follows the packet (padding of short frames) is cut off. */
export function decodePacket(octets: Buffer): Packet {
  const headerLength = (octets[0]! & 0x0f) * 4;
  const protocol = octets[9]!;
  const payload = octets.subarray(headerLength, octets.readUInt16BE(2));
  const hasPorts = (protocol === protocols.udp || protocol === protocols.tcp) && payload.length >= 4;
  return {
    source: formatIp4(octets.subarray(12, 16)),
    destination: formatIp4(octets.subarray(16, 20)),
    protocol,
    dscp: octets[1]! >>> 2,
    payload,
    ...(hasPorts && { sourcePort: payload.readUInt16BE(0), destinationPort: payload.readUInt16BE(2) }),
  };
}

/** The IPv4 packet in a GRE packet of RFC 2784 without options. */
export function decodeGre({ protocol, payload }: Packet): Packet {
  if (protocol !== protocols.gre) throw new Error(`protocol ${protocol} is not GRE`);
  const [flags, etherType] = [payload.readUInt16BE(0), payload.readUInt16BE(2)];
  if (flags !== 0 || etherType !== etherTypeOfIp4) throw new Error(`GRE with flags ${flags}, type ${etherType}`);
  return decodePacket(payload.subarray(4));
}

/** An IPv4 packet without options. */
export function encodePacket(source: string, destination: string, protocol: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x45;
  header.writeUInt16BE(header.length + payload.length, 2);
  header[8] = 64;
  header[9] = protocol;
  header.set(ip4Octets(source), 12);
  header.set(ip4Octets(destination), 16);
  header.writeUInt16BE(checksum(header), 10);
  return Buffer.concat([header, payload]);
}

/** A UDP datagram without a checksum, which IPv4 allows (RFC 768). */
export function encodeUdp(sourcePort: number, destinationPort: number, content: string | Uint8Array): Buffer {
  const payload = Buffer.from(content);
  const header = Buffer.alloc(8);
  header.writeUInt16BE(sourcePort, 0);
  header.writeUInt16BE(destinationPort, 2);
  header.writeUInt16BE(header.length + payload.length, 4);
  return Buffer.concat([header, payload]);
}

/** A GRE header of RFC 2784 in front of an IPv4 packet. */
export function encodeGre(packet: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(etherTypeOfIp4, 2);
  return Buffer.concat([header, packet]);
}

/** RFC 1071, over an even number of octets. */
function checksum(octets: Buffer): number {
  let sum = 0;
  for (let at = 0; at < octets.length; at += 2) sum += octets.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function formatMac(octets: Buffer): string {
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join(":");
}

function formatIp4(octets: Buffer): string {
  return octets.join(".");
}

function ip4Octets(text: string): readonly number[] {
  return text.split(".").map(Number);
}
