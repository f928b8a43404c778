/** Plugin: where the API is (RFC 8040 3.1). Open to all, so that a client can find out whom it talks to. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { definePlugin } from "./context.js";
import { negotiate } from "./media-types.js";
import { sendText } from "./reply-text.js";
import { notAcceptable } from "./restconf-error.js";
import { addResource } from "./routes.js";

const XRD = "application/xrd+xml";
const JRD = "application/jrd+json";

const documents: Readonly<Record<string, string>> = {
  [XRD]: "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='restconf' href='/restconf'/></XRD>",
  [JRD]: JSON.stringify({ links: [{ rel: "restconf", href: "/restconf" }] }),
};

export const hostMeta = definePlugin(
  "restconf-host-meta",
  async (app) => {
    addHostMeta(app, "/.well-known/host-meta", [XRD, JRD]);
    addHostMeta(app, "/.well-known/host-meta.json", [JRD]);
  },
  ["restconf-errors", "restconf-authentication"],
);

/** `offered`: media types, best first. */
function addHostMeta(app: FastifyInstance, url: string, offered: readonly string[]): void {
  const GET = async ({ headers }: FastifyRequest, reply: FastifyReply) => {
    const mediaType = negotiate(headers.accept, offered);
    if (mediaType === undefined) throw notAcceptable(offered);
    return sendText(reply.header("vary", "accept"), mediaType, documents[mediaType]!);
  };
  addResource(app, url, { GET }, { public: true });
}
