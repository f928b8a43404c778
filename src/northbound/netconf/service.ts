/** What all endpoints of NETCONF share. */

import type { Logger } from "pino";
import type { PasswordLogins } from "../../authentication/password-logins.js";
import type { Management } from "../../operations/management.js";
import type { UserOfCertificate } from "../transport/presented-certificate.js";
import type { Capacity } from "./capacity.js";
import type { NetconfLimits } from "./limits.js";

export interface NetconfService {
  readonly management: Management;
  /** Public keys of a user, one OpenSSH line each; none for an unknown user. Asked for each attempt. */
  readonly authorizedKeys: (user: string) => readonly string[];
  /** Without it nobody logs in with a password. */
  readonly passwords?: PasswordLogins | undefined;
  /** Asked about certificates that are trusted. */
  readonly userOfCertificate: UserOfCertificate;
  readonly limits: NetconfLimits;
  readonly capacity: Capacity;
  readonly log: Logger;
}
