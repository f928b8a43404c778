/** Plugin: who is asking. RFC 8040 2.5: a request without an authenticated user is answered with 401. */

import type { FastifyRequest } from "fastify";
import type { PasswordLogins } from "../../authentication/password-logins.js";
import { basicCredentials } from "./basic-credentials.js";
import { definePlugin } from "./context.js";
import { RestconfError } from "./restconf-error.js";

/**
 * HTTP has no authentication scheme for TLS client certificates, but RFC 9110 15.5.2 wants a challenge with every 401.
 */
const CERTIFICATE_CHALLENGE = 'ClientCertificate realm="restconf"';
/** RFC 7617 2 and 2.1. */
const PASSWORD_CHALLENGE = 'Basic realm="restconf", charset="UTF-8"';

export const authentication = definePlugin(
  "restconf-authentication",
  async (app, { userOf, groupsOf, passwords }) => {
    app.decorateRequest("user", "");
    app.decorateRequest("groups");
    app.addHook("onRequest", async (request) => {
      if (request.routeOptions.config.public) return;
      const user = userOf(request);
      request.user = user ?? (await userOfPassword(request, passwords));
      // A certificate that stands for nobody says nothing of the groups of somebody else.
      request.groups = user === undefined ? [] : (groupsOf?.(request) ?? []);
    });
  },
  ["restconf-errors"],
);

/** A certificate counts before a password: the connection has shown it already. */
async function userOfPassword(request: FastifyRequest, passwords: PasswordLogins | undefined): Promise<string> {
  const credentials = passwords && basicCredentials(request.headers.authorization);
  if (passwords === undefined || credentials === undefined) throw unauthenticated(passwords !== undefined);
  const verdict = await passwords.judge({ ...credentials, source: request.ip });
  if (verdict.kind === "accepted") return credentials.user;
  if (verdict.kind === "refused") throw unauthenticated(true);
  const message = "too many logins with a password have failed or are waiting";
  throw new RestconfError(429, "resource-denied", { message }, { "retry-after": String(verdict.retryAfterS) });
}

function unauthenticated(byPassword: boolean): RestconfError {
  const message = byPassword
    ? "a client certificate of a known user is needed, or a user's password"
    : "a client certificate of a known user is needed";
  const challenge = byPassword ? `${CERTIFICATE_CHALLENGE}, ${PASSWORD_CHALLENGE}` : CERTIFICATE_CHALLENGE;
  return new RestconfError(401, "access-denied", { message }, { "www-authenticate": challenge });
}
