/** The names that a certificate has for its subject. */

import "reflect-metadata";
import { isIPv4 } from "node:net";
import * as x509 from "@peculiar/x509";

export interface AlternativeName {
  readonly kind: "rfc822" | "dns" | "ip";
  /** Of an address: "192.0.2.1" of IPv4, 32 hexadecimal digits of IPv6, as RFC 7407 wants user names. */
  readonly value: string;
}

export interface CertificateNames {
  readonly commonNames: readonly string[];
  /** Organizational units. */
  readonly units: readonly string[];
  /** Those subjectAltNames that can be user names, in the certificate's order. */
  readonly alternatives: readonly AlternativeName[];
}

/** @param der a certificate; throws what the parser throws when it is none */
export function certificateNames(der: Uint8Array): CertificateNames {
  const certificate = new x509.X509Certificate(Uint8Array.from(der));
  const extension = certificate.getExtension(x509.SubjectAlternativeNameExtension);
  return {
    commonNames: certificate.subjectName.getField("CN"),
    units: certificate.subjectName.getField("OU"),
    alternatives: (extension?.names.items ?? []).flatMap(({ type, value }) => {
      const kind = kinds[type];
      return kind === undefined ? [] : [{ kind, value: kind === "ip" ? octetsOf(value) : value }];
    }),
  };
}

const kinds: Readonly<Partial<Record<x509.GeneralNameType, AlternativeName["kind"]>>> = {
  email: "rfc822",
  dns: "dns",
  ip: "ip",
};

function octetsOf(address: string): string {
  return isIPv4(address) ? address : ipv6Groups(address).join("");
}

/** The eight groups of an IPv6 address, four digits each. */
function ipv6Groups(address: string): readonly string[] {
  const [before = [], after = []] = address.split("::").map((side) => (side === "" ? [] : side.split(":")));
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].map((group) => group.toLowerCase().padStart(4, "0"));
}
