/** The user that a client certificate stands for: the common name of its subject. The TLS layer has checked who signed it. */

import type { PeerCertificate } from "node:tls";

export function userOfCertificate(certificate: PeerCertificate): string | undefined {
  const name = certificate.subject?.CN;
  return typeof name === "string" && /^[\w.@-]{1,64}$/.test(name) ? name : undefined;
}
