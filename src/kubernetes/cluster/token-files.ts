/**
 * Tokens in files, which others replace before they expire: a file is read for each request. The client's own way reads it once a
 * minute, and takes the end of its line for a part of the token.
 */

import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import type { KubeConfig, User } from "@kubernetes/client-node";

type Authenticator = Parameters<KubeConfig["addAuthenticator"]>[0];

const NAME = "token-in-file";

export class TokenFiles implements Authenticator {
  isAuthProvider(user: User): boolean {
    return user.authProvider?.name === NAME;
  }

  /** Rejects with what the file says when it cannot be read. */
  async applyAuthentication(user: User, options: RequestOptions): Promise<void> {
    const { file } = user.authProvider.config as { readonly file: string };
    const token = (await readFile(file, "utf8")).trim();
    options.headers = { ...options.headers, Authorization: `Bearer ${token}` };
  }
}

/** The user whose token is in a file, whatever other token it has. */
export function withTokenFile(user: User, file: string): User {
  const { token: _token, ...others } = user;
  return { ...others, authProvider: { name: NAME, config: { file } } };
}

/** The file of the service account, as the client names it in a pod. */
export function tokenFileInPod({ authProvider }: User): string | undefined {
  return (authProvider?.config as { readonly tokenFile?: string } | undefined)?.tokenFile;
}
