/** The users of ietf-system (RFC 7317 3.5) as the logins need them. */

import { formatPredicate } from "../schema/instance-path.js";

export interface LocalUser {
  /** As iana-crypt-hash writes it; without it the user has no password. */
  readonly passwordHash?: string | undefined;
  /** Public keys, one OpenSSH line each. */
  readonly authorizedKeys: readonly string[];
}

export interface LocalUsers {
  /** Whether user-authentication-order names local users: without it no password is asked for. */
  readonly passwordsCount: boolean;
  readonly byName: ReadonlyMap<string, LocalUser>;
}

export const SYSTEM_PATH = "/ietf-system:system";

export const noLocalUsers: LocalUsers = { passwordsCount: false, byName: new Map() };

interface SystemJson {
  readonly authentication?: {
    readonly "user-authentication-order"?: readonly string[];
    readonly user?: readonly UserJson[];
  };
}

interface UserJson {
  readonly name: string;
  readonly password?: string;
  readonly "authorized-key"?: readonly KeyJson[];
}

export interface KeyJson {
  readonly name: string;
  readonly algorithm: string;
  /** The key as SSH sends it, in base64. */
  readonly "key-data": string;
}

/** @param system content of /ietf-system:system, RFC 7951; undefined when there is none */
export function localUsersOf(system: unknown): LocalUsers {
  const { authentication = {} } = (system ?? {}) as SystemJson;
  const order = authentication["user-authentication-order"] ?? [];
  return {
    passwordsCount: order.some((method) => method.replace(/^ietf-system:/, "") === "local-users"),
    byName: new Map((authentication.user ?? []).map((user) => [user.name, localUser(user)])),
  };
}

/** Every authorized key of the configuration with its instance path. */
export function authorizedKeysIn(system: unknown): readonly { readonly path: string; readonly key: KeyJson }[] {
  const { authentication = {} } = (system ?? {}) as SystemJson;
  return (authentication.user ?? []).flatMap((user) =>
    (user["authorized-key"] ?? []).map((key) => ({
      path: `${SYSTEM_PATH}/authentication/user${named(user.name)}/authorized-key${named(key.name)}`,
      key,
    })),
  );
}

function localUser({ password, "authorized-key": keys = [] }: UserJson): LocalUser {
  return {
    passwordHash: password,
    authorizedKeys: keys.map(({ algorithm, "key-data": data }) => `${algorithm} ${data}`),
  };
}

function named(name: string): string {
  return formatPredicate("name", name);
}
