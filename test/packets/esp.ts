/**
 * The far end of an IPsec tunnel, written from the RFCs: VPP has to be understood by, and to understand, what is not VPP.
 *
 *   SPI (4) | sequence number (4) | IV | ciphertext of (packet, padding, length of padding, next header) | ICV
 */

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** RFC 4303: the packet inside is IPv4. */
const nextHeaderIp4 = 4;
const headerLength = 8;

/** How a packet is made unreadable and its origin proved. */
export interface Suite {
  /** Octets to whose multiple the plaintext is padded. */
  readonly blockLength: number;
  /** @returns IV, ciphertext and ICV */
  seal(header: Buffer, plaintext: Buffer): Buffer;
  /** @throws when the ICV is not that of the packet */
  open(header: Buffer, sealed: Buffer): Buffer;
}

/** AES-GCM with an ICV of 16 octets (RFC 4106); the nonce is the salt and the IV. */
export function aesGcm(key: Buffer, salt: Buffer): Suite {
  const [ivLength, icvLength] = [8, 16];
  const algorithm = `aes-${key.length * 8}-gcm` as "aes-128-gcm";
  return {
    blockLength: 4,
    seal(header, plaintext) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv(algorithm, key, Buffer.concat([salt, iv])).setAAD(header);
      return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    },
    open(header, sealed) {
      const [iv, ciphertext, icv] = parts(sealed, ivLength, icvLength);
      const nonce = Buffer.concat([salt, iv]);
      const decipher = createDecipheriv(algorithm, key, nonce).setAAD(header).setAuthTag(icv);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    },
  };
}

/** AES-CBC (RFC 3602) with HMAC-SHA-256-128 (RFC 4868). */
export function aesCbcSha256(key: Buffer, integrityKey: Buffer): Suite {
  const [ivLength, icvLength] = [16, 16];
  const algorithm = `aes-${key.length * 8}-cbc`;
  const icvOf = (...octets: readonly Buffer[]) =>
    createHmac("sha256", integrityKey).update(Buffer.concat(octets)).digest().subarray(0, icvLength);
  return {
    blockLength: 16,
    seal(header, plaintext) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv(algorithm, key, iv).setAutoPadding(false);
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return Buffer.concat([iv, ciphertext, icvOf(header, iv, ciphertext)]);
    },
    open(header, sealed) {
      const [iv, ciphertext, icv] = parts(sealed, ivLength, icvLength);
      if (!icvOf(header, iv, ciphertext).equals(icv)) throw new Error("the ICV is wrong");
      const decipher = createDecipheriv(algorithm, key, iv).setAutoPadding(false);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    },
  };
}

/** The payload of protocol 50 that carries an IPv4 packet. */
export function encodeEsp(suite: Suite, spi: number, sequenceNumber: number, packet: Buffer): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt32BE(spi, 0);
  header.writeUInt32BE(sequenceNumber, 4);
  const { blockLength } = suite;
  const padding = (blockLength - ((packet.length + 2) % blockLength)) % blockLength;
  const trailer = Buffer.from([...Array.from({ length: padding }, (_, index) => index + 1), padding, nextHeaderIp4]);
  return Buffer.concat([header, suite.seal(header, Buffer.concat([packet, trailer]))]);
}

/** What the payload of protocol 50 carries. @throws when it is not an authentic IPv4 packet */
export function decodeEsp(suite: Suite, payload: Buffer): { spi: number; sequenceNumber: number; packet: Buffer } {
  const header = payload.subarray(0, headerLength);
  const plaintext = suite.open(header, payload.subarray(headerLength));
  const [padding, nextHeader] = plaintext.subarray(-2);
  if (nextHeader !== nextHeaderIp4) throw new Error(`next header ${nextHeader}`);
  return {
    spi: header.readUInt32BE(0),
    sequenceNumber: header.readUInt32BE(4),
    packet: plaintext.subarray(0, plaintext.length - 2 - padding!),
  };
}

function parts(sealed: Buffer, ivLength: number, icvLength: number): [iv: Buffer, ciphertext: Buffer, icv: Buffer] {
  const end = sealed.length - icvLength;
  return [sealed.subarray(0, ivLength), sealed.subarray(ivLength, end), sealed.subarray(end)];
}
