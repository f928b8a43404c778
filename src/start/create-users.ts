/** The users of ietf-system, as running has them at each moment, and their ways to log in. */

import type { Logger } from "pino";
import { AttemptLimits } from "../authentication/attempt-limits.js";
import { checkAuthorizedKeys } from "../authentication/check-authorized-keys.js";
import { HashThread } from "../authentication/hash-thread.js";
import { localUsersOf, noLocalUsers, SYSTEM_PATH } from "../authentication/local-users.js";
import { createPasswordLogins, type PasswordLogins } from "../authentication/password-logins.js";
import type { Configuration } from "../config/configuration.js";
import type { Datastores } from "../datastore/datastores.js";
import { follow } from "../datastore/follow.js";

export interface ServerUsers {
  readonly passwords: PasswordLogins;
  /** Public keys of a user, one OpenSSH line each; none for an unknown user. */
  readonly authorizedKeys: (user: string) => readonly string[];
}

export async function createUsers(
  { authentication: { maxFailuresPerUser, maxFailuresPerAddress, windowS } }: Configuration,
  datastores: Datastores,
  log: Logger,
  closing: (() => unknown)[],
): Promise<ServerUsers> {
  let users = noLocalUsers;
  datastores.checks.push((changes) => {
    for (const { schemaPath, after } of changes) if (schemaPath === SYSTEM_PATH) checkAuthorizedKeys(after);
  });
  await follow(datastores, SYSTEM_PATH, (system) => {
    users = localUsersOf(system);
  });
  const thread = new HashThread();
  closing.push(() => thread.close());
  const settings = { perUser: maxFailuresPerUser, perAddress: maxFailuresPerAddress, windowMs: windowS * 1000 };
  const limits = new AttemptLimits(settings, datastores.clock);
  const passwords = createPasswordLogins({ users: () => users, limits, thread, log: log.child({ part: "logins" }) });
  return { passwords, authorizedKeys: (user) => users.byName.get(user)?.authorizedKeys ?? [] };
}
