/** Which client certificates are trusted, and what a client has shown of them. */

import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { CertificateUser, PresentedCertificate } from "../../identity/cert-to-name-entry.js";
import type { TlsParameters } from "./settings.js";

export type { CertificateUser };

/** The user that a certificate stands for; undefined when it is nobody's. */
export type UserOfCertificate = (
  presented: PresentedCertificate,
  parameters: Pick<TlsParameters, "certToName" | "revocationLists">,
) => CertificateUser | undefined;

export interface ClientTrust {
  readonly authorities: readonly X509Certificate[];
  readonly clients: readonly X509Certificate[];
}

/** Throws when one of the texts is no certificate in PEM. */
export function clientTrust({ trustedAuthorities, trustedClients = [] }: TlsParameters): ClientTrust {
  return { authorities: trustedAuthorities.flatMap(certificatesIn), clients: trustedClients.flatMap(certificatesIn) };
}

/**
 * What the client of a finished handshake has shown; undefined when it has shown nothing that is trusted. OpenSSL has seen
 * to the signatures and dates of a certificate below an authority; one that is trusted by itself is looked at here.
 */
export function presentedCertificate(socket: TLSSocket, trust: ClientTrust): PresentedCertificate | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  if (socket.authorized) {
    const chain = chainAbove(certificate, sentWith(socket), trust.authorities);
    const authorities = chain.filter((issuer) => trust.authorities.includes(issuer));
    return { certificate: certificate.raw, authorities: authorities.map(rawOf), issuers: chain.map(rawOf) };
  }
  const isTrusted = isInForce(certificate) && trust.clients.some(({ raw }) => raw.equals(certificate.raw));
  return isTrusted ? { certificate: certificate.raw, authorities: [], issuers: [] } : undefined;
}

/** The deepest that a chain of certificates may be. */
const MAX_DEPTH = 10;

function rawOf({ raw }: X509Certificate): Uint8Array {
  return raw;
}

/**
 * A certificate's chain, those that the server holds itself before those that came along. Each link is verified: a client may
 * send certificates that have nothing to do with its own, and the fingerprint of one of them must not make it somebody (RFC 7407).
 */
function chainAbove(
  certificate: X509Certificate,
  sent: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): readonly X509Certificate[] {
  const found: X509Certificate[] = [];
  let current = certificate;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const isIssuer = (other: X509Certificate) => current.checkIssued(other) && current.verify(other.publicKey);
    const issuer = trusted.find(isIssuer) ?? sent.find(isIssuer);
    if (issuer === undefined || issuer.raw.equals(current.raw)) break;
    found.push(issuer);
    current = issuer;
  }
  return found;
}

function sentWith(socket: TLSSocket): readonly X509Certificate[] {
  const sent: X509Certificate[] = [];
  let link = socket.getPeerCertificate(true);
  while (sent.length < MAX_DEPTH && link.issuerCertificate !== undefined && link.issuerCertificate !== link) {
    link = link.issuerCertificate;
    sent.push(new X509Certificate(link.raw));
  }
  return sent;
}

function isInForce({ validFrom, validTo }: X509Certificate): boolean {
  const now = Date.now();
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}

function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [pem];
  return blocks.map((block) => new X509Certificate(block));
}
