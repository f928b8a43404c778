/** Looks at keys and certificates as they are read: what is wrong is told by its file, and not by a number of OpenSSL. */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { join } from "node:path";
import ssh2 from "ssh2";
import { IdentityError } from "./identity-error.js";

export interface IdentityFiles {
  readonly tls: { readonly ca: string; readonly certificate: string; readonly key: string };
  /** Name of the file and its content. */
  readonly hostKey: readonly [name: string, content: Buffer];
}

/** Throws IdentityError for a file in `folder` that holds something else than it should. */
export function checkIdentity(folder: string, { tls, hostKey }: IdentityFiles): void {
  parse(join(folder, "ca.crt"), "certificate in PEM", () => new X509Certificate(tls.ca));
  const certificate = parse(
    join(folder, "server.crt"),
    "certificate in PEM",
    () => new X509Certificate(tls.certificate),
  );
  const key = parse(join(folder, "server.key"), "private key in PEM", () => createPrivateKey(tls.key));
  if (!certificate.checkPrivateKey(key)) {
    throw new IdentityError(`${join(folder, "server.key")} is not the key of ${join(folder, "server.crt")}`);
  }
  const [name, content] = hostKey;
  parse(join(folder, name), "private key of OpenSSH", () => {
    const parsed = ssh2.utils.parseKey(content);
    if (parsed instanceof Error) throw parsed;
  });
}

function parse<Parsed>(path: string, kind: string, read: () => Parsed): Parsed {
  try {
    return read();
  } catch (cause) {
    throw new IdentityError(`${path} is not a ${kind}: ${(cause as Error).message}`, { cause });
  }
}
