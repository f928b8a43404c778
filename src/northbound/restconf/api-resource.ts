/** Plugin: the API resource and the revision of the YANG library (RFC 8040 3.3). */

import { definePlugin } from "./context.js";
import { addDocument } from "./documents.js";
import { RESTCONF_NAMESPACE } from "./namespaces.js";

export const apiResource = definePlugin(
  "restconf-api",
  async (app, { management }) => {
    const version = () => management.schema.module("ietf-yang-library")?.revision ?? "2019-01-04";
    addDocument(app, "/restconf", {
      json: () => ({ "ietf-restconf:restconf": { data: {}, operations: {}, "yang-library-version": version() } }),
      xml: () =>
        `<restconf xmlns="${RESTCONF_NAMESPACE}"><data/><operations/>` +
        `<yang-library-version>${version()}</yang-library-version></restconf>`,
    });
    addDocument(app, "/restconf/yang-library-version", {
      json: () => ({ "ietf-restconf:yang-library-version": version() }),
      xml: () => `<yang-library-version xmlns="${RESTCONF_NAMESPACE}">${version()}</yang-library-version>`,
    });
  },
  ["restconf-errors", "restconf-authentication"],
);
