/** Revocation lists out of OpenSSL. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface AuthorityFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface ListOptions {
  /** Default sha256. EdDSA has "default". */
  readonly digest?: string;
  /** Words of `openssl ca -gencrl` about its time. Default: a day from now on. */
  readonly time?: readonly string[];
  /** Lines of the configuration that are extensions of the list. */
  readonly extensions?: readonly string[];
  /** Default DER. */
  readonly form?: "DER" | "PEM";
}

/** @param revoked files of certificates */
export function makeRevocationList(
  { certificate, key }: AuthorityFiles,
  revoked: readonly string[],
  { digest = "sha256", time = ["-crldays", "1"], extensions = [], form = "DER" }: ListOptions = {},
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-crl-"));
  const openssl = (...words: readonly string[]) =>
    execFileSync("openssl", [...words], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  try {
    const sections = ["[ca]", "default_ca=one", "[one]", "database=index.txt", `default_md=${digest}`];
    writeFileSync(join(folder, "ca.cnf"), [...sections, "[extensions]", ...extensions, ""].join("\n"));
    writeFileSync(join(folder, "index.txt"), "");
    const authority = ["ca", "-config", "ca.cnf", "-cert", certificate, "-keyfile", key];
    for (const file of revoked) openssl(...authority, "-revoke", file);
    const more = extensions.length === 0 ? [] : ["-crlexts", "extensions"];
    openssl(...authority, "-gencrl", ...time, ...more, "-out", "list.pem");
    if (form === "PEM") return readFileSync(join(folder, "list.pem"));
    return openssl("crl", "-in", "list.pem", "-outform", "DER");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
