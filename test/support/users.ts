/** More users than admin: keys and certificates made the way that certs/README.md tells an operator. */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./clients.js";
import type { ServerProcess } from "./server-process.js";

/** `<user>_ed25519` and `<user>_ed25519.pub` in the certificates folder. The server looks there at each login. */
export async function addSshUser({ certs }: ServerProcess, user: string): Promise<void> {
  const key = join(certs, `${user}_ed25519`);
  rmSync(key, { force: true });
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", user, "-f", key]);
}

/** `<user>.crt` and `<user>.key`: a client certificate signed by the authority of the installation, with organizational units. */
export async function addCertificateUser(
  { certs }: ServerProcess,
  user: string,
  units: readonly string[] = [],
): Promise<void> {
  const at = (name: string) => join(certs, name);
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", at(`${user}.key`)];
  await run("openssl", [
    "req",
    ...key,
    "-subj",
    `/${[...units.map((unit) => `OU=${unit}`), `CN=${user}`].join("/")}`,
    "-out",
    at(`${user}.csr`),
  ]);
  const authority = ["-CA", at("ca.crt"), "-CAkey", at("ca.key")];
  await run("openssl", [
    "x509",
    "-req",
    "-in",
    at(`${user}.csr`),
    ...authority,
    "-days",
    "1",
    "-out",
    at(`${user}.crt`),
  ]);
}
