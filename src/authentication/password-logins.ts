/** Logins with a password, over whichever protocol: judged against the users of ietf-system, limited, told to the log. */

import { createHmac, randomBytes } from "node:crypto";
import type { Logger } from "pino";
import { hashPassword } from "../secrets/crypt-hash.js";
import type { AttemptLimits } from "./attempt-limits.js";
import type { HashThread } from "./hash-thread.js";
import type { LocalUsers } from "./local-users.js";

export interface PasswordAttempt {
  readonly user: string;
  readonly password: string;
  /** Address of the client. */
  readonly source: string;
}

/** "limited": too many have failed, or are waiting; the password was not looked at. */
export type PasswordVerdict =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused" }
  | { readonly kind: "limited"; readonly retryAfterS: number };

/** What a protocol needs to know of passwords. */
export interface PasswordLogins {
  /** Whether anybody has a password: only then it is offered as a way to log in. It does not tell who. */
  offered(): boolean;
  judge(attempt: PasswordAttempt): Promise<PasswordVerdict>;
}

export interface PasswordLoginParts {
  /** The users of the moment. */
  readonly users: () => LocalUsers;
  readonly limits: AttemptLimits;
  readonly thread: Pick<HashThread, "isFull" | "passwordMatches">;
  readonly log: Logger;
}

/** Passwords that were right lately: a client of HTTP sends its own with each request. */
const REMEMBERED = 1000;
const ACCEPTED = { kind: "accepted" } as const;
const REFUSED = { kind: "refused" } as const;

export function createPasswordLogins({ users, limits, thread, log }: PasswordLoginParts): PasswordLogins {
  const key = randomBytes(32);
  const right = new Set<string>();
  // Who is not there takes as long as who is.
  const nobody = hashPassword(randomBytes(16).toString("hex"));
  const hashOf = (user: string) => {
    const { passwordsCount, byName } = users();
    return passwordsCount ? byName.get(user)?.passwordHash : undefined;
  };
  return {
    offered() {
      const { passwordsCount, byName } = users();
      return passwordsCount && [...byName.values()].some(({ passwordHash }) => passwordHash !== undefined);
    },
    async judge({ user, password, source }) {
      const hash = hashOf(user);
      // A changed password has another hash, so what was right before is not found.
      const mark = createHmac("sha256", key)
        .update(JSON.stringify([user, password, hash]))
        .digest("base64");
      if (hash !== undefined && right.has(mark)) return ACCEPTED;
      const retryAfterS = thread.isFull ? 1 : limits.waitS(user, source);
      if (retryAfterS > 0) {
        log.warn({ user, source, retryAfterS }, "too many logins with a password");
        return { kind: "limited", retryAfterS };
      }
      const succeeded = limits.begin(user, source);
      const matches = await thread.passwordMatches(password, hash ?? nobody);
      // The password may have been changed or taken away while it was looked at.
      if (!matches || hash === undefined || hashOf(user) !== hash) {
        log.info({ user, source }, "wrong user or password");
        return REFUSED;
      }
      succeeded();
      remember(right, mark);
      return ACCEPTED;
    },
  };
}

function remember(right: Set<string>, mark: string): void {
  right.add(mark);
  const [oldest] = right;
  if (right.size > REMEMBERED && oldest !== undefined) right.delete(oldest);
}
