/** Keys and certificates out of OpenSSL, in the forms of ietf-crypto-types. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface MadeKeys {
  readonly rsa: Buffer;
  readonly ec: Buffer;
  readonly ed25519: Buffer;
  readonly authority: { readonly pem: string };
  /** Of `ec`, signed by the authority. */
  readonly leaf: { readonly pem: string; readonly der: Buffer; readonly cms: Buffer };
}

/** All in DER: `rsa` in PKCS#1, `ec` in SEC 1, `ed25519` in PKCS#8. `cms` has the leaf behind the authority. */
export function makeKeys(): MadeKeys {
  const folder = mkdtempSync(join(tmpdir(), "sweetcomb-keys-"));
  const at = (name: string) => join(folder, name);
  const openssl = (...words: readonly string[]) =>
    execFileSync("openssl", [...words], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  try {
    const curve = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
    openssl("genpkey", ...curve, "-out", "ca.key");
    openssl("req", "-x509", "-key", "ca.key", "-subj", "/CN=authority", "-days", "2", "-out", "ca.crt");
    openssl("genpkey", ...curve, "-out", "leaf.key");
    openssl("req", "-new", "-key", "leaf.key", "-subj", "/CN=leaf", "-out", "leaf.csr");
    writeFileSync(at("leaf.ext"), "basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n");
    const signer = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"];
    openssl("x509", "-req", "-in", "leaf.csr", ...signer, "-days", "2", "-extfile", "leaf.ext", "-out", "leaf.crt");
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "rsa.key");
    const both = ["-certfile", "ca.crt", "-certfile", "leaf.crt"];
    return {
      rsa: openssl("rsa", "-in", "rsa.key", "-traditional", "-outform", "DER"),
      ec: openssl("ec", "-in", "leaf.key", "-outform", "DER"),
      ed25519: openssl("genpkey", "-algorithm", "ed25519", "-outform", "DER"),
      authority: { pem: readFileSync(at("ca.crt"), "utf8") },
      leaf: {
        pem: readFileSync(at("leaf.crt"), "utf8"),
        der: openssl("x509", "-in", "leaf.crt", "-outform", "DER"),
        cms: openssl("crl2pkcs7", "-nocrl", ...both, "-outform", "DER"),
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The base64 between the lines of a PEM text. */
export function base64Of(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, "");
}
