/** Throw-away certificates, made with openssl in a folder of their own. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestCertificates {
  readonly folder: string;
  /** Path of a file: "ca.crt", "server.key", "admin.crt", "stranger.crt" (known CA, unknown user), "foreign.crt" (other CA). */
  path(file: string): string;
  read(file: string): string;
  remove(): void;
}

export function makeCertificates(): TestCertificates {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-restconf-"));
  const path = (file: string) => join(folder, file);
  makeAuthority("ca", path);
  makeAuthority("foreign-ca", path);
  makeCertificate("server", "ca", "subjectAltName=DNS:localhost,IP:127.0.0.1", path);
  makeCertificate("admin", "ca", "extendedKeyUsage=clientAuth", path);
  makeCertificate("stranger", "ca", "extendedKeyUsage=clientAuth", path);
  makeCertificate("foreign", "foreign-ca", "extendedKeyUsage=clientAuth", path);
  return {
    folder,
    path,
    read: (file) => readFileSync(path(file), "utf8"),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

type PathOf = (file: string) => string;

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

function makeAuthority(name: string, path: PathOf): void {
  openssl([
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    path(`${name}.key`),
    "-out",
    path(`${name}.crt`),
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
  ]);
}

/** A certificate for the subject CN=`name`. */
function makeCertificate(name: string, authority: string, extension: string, path: PathOf): void {
  writeFileSync(path(`${name}.ext`), extension);
  openssl(["req", ...newKey, "-keyout", path(`${name}.key`), "-out", path(`${name}.csr`), "-subj", `/CN=${name}`]);
  const signing = [
    "-CA",
    path(`${authority}.crt`),
    "-CAkey",
    path(`${authority}.key`),
    "-CAcreateserial",
    "-days",
    "2",
  ];
  openssl([
    "x509",
    "-req",
    "-in",
    path(`${name}.csr`),
    "-out",
    path(`${name}.crt`),
    "-extfile",
    path(`${name}.ext`),
    ...signing,
  ]);
}

function openssl(options: readonly string[]): void {
  execFileSync("openssl", options, { stdio: "pipe" });
}
