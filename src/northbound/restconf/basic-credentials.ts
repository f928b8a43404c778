/** The Authorization field of HTTP basic authentication (RFC 7617 2). */

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Undefined when there is no such field, it is of another scheme, or it cannot be read. */
export function basicCredentials(authorization: string | undefined): Credentials | undefined {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  // RFC 7617 2: a user has no colon in the name, a password may; neither has control characters.
  const colon = text.indexOf(":");
  if (colon < 1 || /\p{Cc}/u.test(text)) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
