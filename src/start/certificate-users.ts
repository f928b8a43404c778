/** Who the certificates of clients stand for, unless they are revoked. */

import type { Logger } from "pino";
import { revocationOf } from "../identity/revocation.js";
import type { RevocationList } from "../identity/revocation-list.js";
import { userOfCertificate } from "../identity/user-of-certificate.js";
import type { UserOfCertificate } from "../northbound/transport/presented-certificate.js";

/** @param listsOf the revocation lists of a name, as they are now */
export function certificateUsers(listsOf: (name: string) => readonly RevocationList[], log: Logger): UserOfCertificate {
  return (presented, { certToName, revocationLists }) => {
    const reason = revocationOf(presented, listsOf(revocationLists ?? ""), Date.now());
    const user = userOfCertificate(presented, certToName);
    if (reason === undefined) return user;
    log.warn({ user: user?.name, reason }, "the certificate of a client is refused");
    return undefined;
  };
}
