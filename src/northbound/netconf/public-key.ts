/** Public-key authentication of SSH users (RFC 4252 7). */

import { createHash, timingSafeEqual } from "node:crypto";
import ssh2, { type ParsedKey, type PublicKeyAuthContext } from "ssh2";

/** "acceptable": the client asks whether a key would do. "authenticated": it has proved that it holds the key. */
export type KeyVerdict = "refused" | "acceptable" | "authenticated";

/**
 * Judges one publickey request against a user's authorized keys.
 * @param authorizedKeys public keys, one OpenSSH line each. Lines that are not one are passed over: with options in
 *   front ("from=...") as well, since a restriction that is not understood must not be dropped.
 */
export function judgePublicKey(request: PublicKeyAuthContext, authorizedKeys: readonly string[]): KeyVerdict {
  const key = findKey(request.key.data, authorizedKeys);
  if (key === undefined || usesSha1(key, request)) return "refused";
  if (request.signature === undefined || request.blob === undefined) return "acceptable";
  return verifies(key, request) ? "authenticated" : "refused";
}

/** Compares with every line in full, so that time does not tell which of them is near. */
function findKey(offered: Buffer, authorizedKeys: readonly string[]): ParsedKey | undefined {
  const offeredDigest = digest(offered);
  let found: ParsedKey | undefined;
  for (const line of authorizedKeys) {
    const key = ssh2.utils.parseKey(line);
    if (key instanceof Error || key.isPrivateKey()) continue;
    if (timingSafeEqual(digest(key.getPublicSSH()), offeredDigest)) found = key;
  }
  return found;
}

function digest(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** "ssh-rsa" and "ssh-dss" sign with SHA-1; RSA keys have to be used as "rsa-sha2-256" or "rsa-sha2-512". */
function usesSha1(key: ParsedKey, request: PublicKeyAuthContext): boolean {
  const type: string = key.type;
  return type === "ssh-dss" || (type === "ssh-rsa" && request.hashAlgo === undefined);
}

function verifies(key: ParsedKey, request: PublicKeyAuthContext): boolean {
  // The library returns an Error, and not false, for a signature that it cannot read.
  return key.verify(request.blob!, request.signature!, request.hashAlgo) === true;
}
