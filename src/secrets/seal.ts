/**
 * Sealed secrets: what datastores hold instead of keys and passwords.
 *
 *   $sc1$ base64( nonce 12 | encrypted value | tag 16 )      AES-256-GCM
 *
 * The nonce is a keyed hash of the value and its place, so that the same secret in the same place has one sealed text:
 * writing it again changes nothing, and what VPP tells can be compared without opening what is configured. The place is
 * authenticated, so that a sealed text cannot be carried to a leaf that would give the secret away.
 */

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from "node:crypto";

/** Seals and opens the secrets of one installation. `place` is the schema path of the leaf. */
export interface Sealer {
  /** The sealed text; one that is sealed already stays as it is. */
  seal(place: string, clear: string): string;
  /** The clear value; a text that is not sealed stays as it is. Throws SealError. */
  unseal(place: string, text: string): string;
}

/** A sealed text that cannot be opened: another key, another leaf, or damage. Tells nothing of the text. */
export class SealError extends Error {
  override readonly name = "SealError";

  constructor() {
    super("The value was sealed with another key or for another leaf, or is damaged");
  }
}

export const SEALING_KEY_BYTES = 32;

const MARK = "$sc1$";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

export function isSealed(text: string): boolean {
  return text.startsWith(MARK);
}

/** @param key 32 random bytes */
export function createSealer(key: Uint8Array): Sealer {
  if (key.length !== SEALING_KEY_BYTES) throw new Error(`a sealing key has ${SEALING_KEY_BYTES} bytes`);
  const cipherKey = derivedKey(key, "sweetcomb secrets: cipher");
  const nonceKey = derivedKey(key, "sweetcomb secrets: nonce");
  return {
    seal(place, clear) {
      if (isSealed(clear)) return clear;
      const nonce = createHmac("sha256", nonceKey).update(`${place}\0${clear}`).digest().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, cipherKey, nonce).setAAD(Buffer.from(place));
      const parts = [nonce, cipher.update(clear, "utf8"), cipher.final(), cipher.getAuthTag()];
      return MARK + Buffer.concat(parts).toString("base64");
    },
    unseal(place, text) {
      if (!isSealed(text)) return text;
      const bytes = Buffer.from(text.slice(MARK.length), "base64");
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealError();
      try {
        const decipher = createDecipheriv(CIPHER, cipherKey, bytes.subarray(0, NONCE_BYTES));
        decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
        const clear = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([clear, decipher.final()]).toString();
      } catch {
        throw new SealError();
      }
    },
  };
}

function derivedKey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, "", purpose, SEALING_KEY_BYTES));
}
