/** One entry of the list cert-to-name (RFC 7407, ietf-x509-cert-to-name) as plain data. */

/** The identities of the module, without their prefix. */
export type MapType = "specified" | "san-rfc822-name" | "san-dns-name" | "san-ip-address" | "san-any" | "common-name";

export interface CertToName {
  /** Entries are tried in the order of their ids. */
  readonly id: number;
  /**
   * x509c2n:tls-fingerprint: octets in hexadecimal with colons, the first of them the hash algorithm (RFC 5246 7.4.1.4.1).
   * Compared with the client's certificate and with the trusted authorities above it. Without it every certificate fits.
   */
  readonly fingerprint?: string | undefined;
  readonly mapType: MapType;
  /** The name that "specified" gives. */
  readonly name?: string | undefined;
}

/** What a TLS client has shown, after its signatures were verified. Certificates are in DER. */
export interface PresentedCertificate {
  readonly certificate: Uint8Array;
  /** The trusted authorities above it: those that the server holds itself. None above a certificate that is trusted by itself. */
  readonly authorities: readonly Uint8Array[];
  /** All certificates above it, whoever holds them; each has signed the one before it. */
  readonly issuers: readonly Uint8Array[];
}

/** Who a certificate stands for. */
export interface CertificateUser {
  readonly name: string;
  /** Groups that the certificate puts the user in, for access control. */
  readonly groups: readonly string[];
}
