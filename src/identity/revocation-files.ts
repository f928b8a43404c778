/** Revocation lists in files, which an authority writes anew again and again: a file that has changed is read again. */

import { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { IdentityError } from "./identity-error.js";
import { isListOf } from "./revocation.js";
import { type RevocationList, readRevocationList } from "./revocation-list.js";

/**
 * @param paths files in DER or PEM, one list each
 * @param authority certificate in PEM that has to have signed them
 * @param onFailure is told when a file that has changed cannot be used; the list that was read last stays in force
 * @returns a function that answers the lists as the files have them now
 * @throws IdentityError when one of them cannot be used now
 */
export function revocationFiles(
  paths: readonly string[],
  authority: string,
  onFailure: (failure: Error) => void,
): () => readonly RevocationList[] {
  const issuer = new X509Certificate(authority);
  const files = paths.map((path) => ({ path, mark: markOf(path), list: readList(path, issuer) }));
  return () =>
    files.map((file) => {
      try {
        const mark = markOf(file.path);
        if (mark !== file.mark) {
          // Noted before it is read: what is wrong with a file is told once.
          file.mark = mark;
          file.list = readList(file.path, issuer);
        }
      } catch (failure) {
        onFailure(failure as Error);
      }
      return file.list;
    });
}

/** Differs when the file has been written anew. */
function markOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "missing";
  }
}

function readList(path: string, issuer: X509Certificate): RevocationList {
  try {
    const list = readRevocationList(readFileSync(path));
    if (isListOf(list, issuer)) return list;
  } catch (cause) {
    throw new IdentityError(`${path} is no revocation list that can be used: ${(cause as Error).message}`, { cause });
  }
  throw new IdentityError(`${path} is not signed by the authority in ca.crt, or its key is not for revocation lists`);
}
