/** Plugin: who is asking. RFC 8040 2.5: a request without an authenticated user is answered with 401. */

import { definePlugin } from "./context.js";
import { RestconfError } from "./restconf-error.js";

/**
 * HTTP has no authentication scheme for TLS client certificates, but RFC 9110 15.5.2 wants a challenge with every 401.
 */
const challenge = { "www-authenticate": 'ClientCertificate realm="restconf"' };

export const authentication = definePlugin(
  "restconf-authentication",
  async (app, { userOf, groupsOf }) => {
    app.decorateRequest("user", "");
    app.decorateRequest("groups");
    app.addHook("onRequest", async (request) => {
      if (request.routeOptions.config.public) return;
      const user = userOf(request);
      if (user === undefined) {
        const message = "a client certificate of a known user is needed";
        throw new RestconfError(401, "access-denied", { message }, challenge);
      }
      request.user = user;
      request.groups = groupsOf?.(request) ?? [];
    });
  },
  ["restconf-errors"],
);
