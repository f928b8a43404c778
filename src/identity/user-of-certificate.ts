/** The user that a client certificate stands for. The TLS layer has verified who signed it. */

import { mapToName } from "./cert-to-name.js";
import type { CertificateUser, CertToName, PresentedCertificate } from "./cert-to-name-entry.js";
import { type CertificateNames, certificateNames } from "./certificate-names.js";

/**
 * Asks the maps (RFC 7407). Without a list of them, the user is the common name of a certificate that a trusted authority signed.
 * Returns undefined for a certificate that is nobody's. The organizational units of its subject are the groups of the user in
 * the sense of RFC 8341 3.4.2, "reported by the transport layer".
 */
export function userOfCertificate(
  presented: PresentedCertificate,
  certToName: readonly CertToName[] | undefined,
): CertificateUser | undefined {
  const names = namesOf(presented.certificate);
  if (names === undefined) return undefined;
  const name = certToName === undefined ? plainName(presented, names) : mapToName(presented, names, certToName);
  return name === undefined ? undefined : { name, groups: names.units };
}

/** OpenSSL has accepted the certificate; one that our parser cannot read has no names. */
function namesOf(certificate: Uint8Array): CertificateNames | undefined {
  try {
    return certificateNames(certificate);
  } catch {
    return undefined;
  }
}

function plainName({ authorities }: PresentedCertificate, { commonNames }: CertificateNames): string | undefined {
  const [name] = commonNames;
  if (authorities.length === 0 || commonNames.length !== 1) return undefined;
  return /^[\w.@-]{1,64}$/.test(name!) ? name : undefined;
}
