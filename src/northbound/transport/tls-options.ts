/** What Node's TLS is told for an endpoint. */

import { constants } from "node:crypto";
import type { SecureContextOptions, TlsOptions } from "node:tls";
import type { TlsParameters } from "./settings.js";

/**
 * TLS 1.2 and 1.3. A certificate is asked for, and judged by `presentedCertificate` behind the handshake. Sessions are not
 * resumed: each connection shows its certificate, and the chain of it, anew.
 */
export function tlsOptions(parameters: TlsParameters): TlsOptions & SecureContextOptions {
  const { certificate, key, trustedAuthorities, minVersion = "TLSv1.2", maxVersion = "TLSv1.3" } = parameters;
  return {
    cert: certificate,
    key,
    ca: [...trustedAuthorities],
    minVersion,
    maxVersion,
    requestCert: true,
    rejectUnauthorized: false,
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}
