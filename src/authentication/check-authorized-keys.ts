/** Public keys of ietf-system are looked at before they become part of running. */

import ssh2 from "ssh2";
import { ManagementError } from "../errors/management-error.js";
import { authorizedKeysIn, type KeyJson } from "./local-users.js";

/**
 * Throws invalid-value with the path of the first key that no SSH client could log in with.
 * @param system content of /ietf-system:system, RFC 7951
 */
export function checkAuthorizedKeys(system: unknown): void {
  for (const { path, key } of authorizedKeysIn(system)) {
    const message = whyUnusable(key);
    if (message !== undefined) throw new ManagementError("invalid-value", { path: `${path}/key-data`, message });
  }
}

function whyUnusable({ algorithm, "key-data": data }: KeyJson): string | undefined {
  const parsed = ssh2.utils.parseKey(`${algorithm} ${data}`);
  if (parsed instanceof Error) return `This is no public key of ${algorithm} that can be used: ${parsed.message}`;
  if (parsed.isPrivateKey()) return "This is a private key";
  const type: string = parsed.type;
  if (type !== algorithm) return `This is a key of ${type} and not of ${algorithm}`;
  return type === "ssh-dss" ? "Keys of DSA sign with SHA-1 and are not accepted" : undefined;
}
