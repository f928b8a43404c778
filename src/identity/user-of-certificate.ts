/** What a client certificate says of its user. The TLS layer has checked who signed it. */

import type { PeerCertificate } from "node:tls";

/** The common name of its subject. */
export function userOfCertificate(certificate: PeerCertificate): string | undefined {
  const name = certificate.subject?.CN;
  return typeof name === "string" && /^[\w.@-]{1,64}$/.test(name) ? name : undefined;
}

/** The organizational units of its subject: groups in the sense of RFC 8341 3.4.2, "reported by the transport layer". */
export function groupsOfCertificate(certificate: PeerCertificate): readonly string[] {
  // A subject with more than one unit has a list here, which the type does not say.
  const units = certificate.subject?.OU as string | readonly string[] | undefined;
  if (units === undefined) return [];
  return typeof units === "string" ? [units] : units;
}
