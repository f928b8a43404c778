/**
 * Hashed passwords as iana-crypt-hash writes them (RFC 7317 4): SHA-crypt, `$5$` over SHA-256 and `$6$` over SHA-512.
 *
 *   $6$rounds=10000$salt$hash        "rounds=...$" is left out when there are 5000
 *
 * The algorithm is "Unix crypt using SHA-256 and SHA-512" by Ulrich Drepper; its steps are named below by what they make.
 * Node has no crypt(3), and the packages for it that npm has get passwords wrong whose length is a multiple of the digest's.
 */

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** In front of a password in the clear, which is hashed before it becomes part of a datastore. */
export const CLEAR_MARK = "$0$";
/** More rounds would let one login take seconds of the thread that hashes. */
const MAXIMUM_ROUNDS = 1_000_000;

const MINIMUM_ROUNDS = 1000;
const DEFAULT_ROUNDS = 5000;
/** Longer ones cost time and give nothing. */
const MAXIMUM_PASSWORD_BYTES = 256;
const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SALT_CHARACTERS = 16;
const hashPattern = /^\$([56])\$(?:rounds=(\d+)\$)?([a-zA-Z0-9./]{1,16})\$([a-zA-Z0-9./]+)$/;

type Algorithm = "sha256" | "sha512";

interface Parameters {
  readonly algorithm: Algorithm;
  readonly rounds: number;
  readonly salt: string;
}

/** A new `$6$` hash with a salt of its own. */
export function hashPassword(clear: string): string {
  const salt = Array.from(randomBytes(SALT_CHARACTERS), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return `$6$${salt}$${digestOf(clear, { algorithm: "sha512", rounds: DEFAULT_ROUNDS, salt })}`;
}

/** Whether the password is the one that was hashed; false for a hash that is not verified here (`$1$`, too many rounds). */
export function passwordMatches(clear: string, hash: string): boolean {
  const parsed = parseHash(hash);
  if (parsed === undefined || Buffer.byteLength(clear) > MAXIMUM_PASSWORD_BYTES) return false;
  const expected = Buffer.from(parsed.digest);
  const actual = Buffer.from(digestOf(clear, parsed));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** Why a value of type crypt-hash cannot be a password here; undefined when it can. */
export function refusedHash(value: string): string | undefined {
  if (value.startsWith(CLEAR_MARK)) {
    return Buffer.byteLength(value) - CLEAR_MARK.length > MAXIMUM_PASSWORD_BYTES
      ? `A password has at most ${MAXIMUM_PASSWORD_BYTES} bytes`
      : undefined;
  }
  if (value.startsWith("$1$")) return "MD5 hashes ($1$) are not accepted: give $5$, $6$, or the password behind $0$";
  return parseHash(value) === undefined ? `A hash has at most ${MAXIMUM_ROUNDS} rounds` : undefined;
}

function parseHash(hash: string): (Parameters & { readonly digest: string }) | undefined {
  const [, id, rounds, salt = "", digest = ""] = hashPattern.exec(hash) ?? [];
  if (id === undefined) return undefined;
  const count = rounds === undefined ? DEFAULT_ROUNDS : Math.max(Number(rounds), MINIMUM_ROUNDS);
  if (count > MAXIMUM_ROUNDS) return undefined;
  return { algorithm: id === "5" ? "sha256" : "sha512", rounds: count, salt, digest };
}

function digestOf(clear: string, { algorithm, rounds, salt: saltText }: Parameters): string {
  const hash = (...parts: readonly Uint8Array[]) => {
    const state = createHash(algorithm);
    for (const part of parts) state.update(part);
    return state.digest();
  };
  const password = Buffer.from(clear);
  const salt = Buffer.from(saltText);
  const between = hash(password, salt, password);
  let digest = hash(password, salt, repeated(between, password.length), ...lengthBits(password, between));
  const passwordSequence = repeated(hash(...Array<Buffer>(password.length).fill(password)), password.length);
  const saltSequence = repeated(hash(...Array<Buffer>(16 + digest[0]!).fill(salt)), salt.length);
  for (let round = 0; round < rounds; round++) {
    const isOdd = round % 2 === 1;
    digest = hash(
      isOdd ? passwordSequence : digest,
      ...(round % 3 === 0 ? [] : [saltSequence]),
      ...(round % 7 === 0 ? [] : [passwordSequence]),
      isOdd ? digest : passwordSequence,
    );
  }
  return encode(digest);
}

/** The bytes again and again until there are `length` of them. */
function repeated(bytes: Buffer, length: number): Buffer {
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, bytes);
}

/** For each bit of the password's length, the lowest first: the digest for 1, the password for 0. */
function lengthBits(password: Buffer, digest: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let length = password.length; length > 0; length >>= 1) parts.push(length & 1 ? digest : password);
  return parts;
}

/** Three bytes from the thirds of the digest become four characters; which third comes first goes round. */
function encode(digest: Buffer): string {
  const third = Math.floor(digest.length / 3);
  // The thirds of SHA-256 change places in the other direction.
  const turn = digest.length === 64 ? 1 : 2;
  let text = "";
  for (let index = 0; index < third; index++) {
    const byteAt = (place: number) => digest[index + third * ((place + index * turn) % 3)]!;
    text += characters((byteAt(0) << 16) | (byteAt(1) << 8) | byteAt(2), 4);
  }
  const rest = digest.subarray(3 * third);
  return text + (rest.length === 1 ? characters(rest[0]!, 2) : characters((rest[1]! << 8) | rest[0]!, 3));
}

function characters(value: number, count: number): string {
  return Array.from({ length: count }, (_, index) => ALPHABET[(value >> (6 * index)) & 63]).join("");
}
