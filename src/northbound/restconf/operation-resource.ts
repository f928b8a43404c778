/** Plugin: {+restconf}/operations, the rpcs of the loaded modules (RFC 8040 3.3.2, 3.6). */

import type { FastifyReply, FastifyRequest } from "fastify";
import type { SchemaNode, SchemaTree } from "../../schema/schema-tree.js";
import { escapeAttribute } from "../xml-text.js";
import { definePlugin, type RestconfContext } from "./context.js";
import { addDocument } from "./documents.js";
import { invoke } from "./invoke.js";
import { RESTCONF_NAMESPACE } from "./namespaces.js";
import { segmentsOf } from "./request-url.js";
import { methodNotAllowed, notFound } from "./restconf-error.js";
import { type Method, methods, requireRepresentation, sendAllowed } from "./routes.js";

/** Their rpcs are NETCONF's own protocol operations; what they do, RESTCONF does with methods and resources. */
const netconfModules = new Set([
  "ietf-netconf",
  "ietf-netconf-nmda",
  "ietf-netconf-monitoring",
  "ietf-netconf-partial-lock",
  "notifications",
]);

const allowed: readonly Method[] = ["POST", "OPTIONS"];

export const operationResource = definePlugin(
  "restconf-operations",
  async (app, context) => {
    const { management } = context;
    addDocument(app, "/restconf/operations", {
      json: () => ({ "ietf-restconf:operations": jsonOperations(management.schema) }),
      xml: () => `<operations xmlns="${RESTCONF_NAMESPACE}">${xmlOperations(management.schema)}</operations>`,
    });
    app.route({
      method: [...methods],
      url: "/restconf/operations/*",
      onRequest: [async (request) => refuseUnknown(request, management.schema), requireRepresentation],
      handler: (request, reply) => answer(context, request, reply),
    });
  },
  ["restconf-errors", "restconf-authentication", "restconf-bodies"],
);

async function answer(context: RestconfContext, request: FastifyRequest, reply: FastifyReply) {
  if (request.method === "OPTIONS") return sendAllowed(reply, allowed);
  const rpc = rpcOf(request, context.management.schema);
  return invoke(context, request, reply, rpc, rpc.path);
}

function refuseUnknown(request: FastifyRequest, schema: SchemaTree): void {
  rpcOf(request, schema);
  if (!allowed.includes(request.method as Method)) throw methodNotAllowed(request.method, allowed);
}

function rpcOf(request: FastifyRequest, schema: SchemaTree): SchemaNode {
  const [encoded = "", ...further] = segmentsOf(request).slice(2);
  const name = decodeURIComponent(encoded);
  const rpc = schema.byPath(`/${name}`);
  const isLeftOver = further.length > 1 || (further[0] ?? "") !== "";
  if (rpc === undefined || isLeftOver || !isOperation(rpc)) throw notFound(`there is no operation "${name}"`);
  return rpc;
}

function operations(schema: SchemaTree): readonly SchemaNode[] {
  return schema.nodes.filter(isOperation);
}

function isOperation({ kind, module }: SchemaNode): boolean {
  return kind === "rpc" && !isProtocolOperation(module);
}

/** Whether the rpcs of a module are NETCONF's own. */
export function isProtocolOperation(module: string): boolean {
  return netconfModules.has(module);
}

/** RFC 8040 3.3.2: each one as a leaf of type "empty". */
function jsonOperations(schema: SchemaTree): object {
  return Object.fromEntries(operations(schema).map(({ module, name }) => [`${module}:${name}`, [null]]));
}

function xmlOperations(schema: SchemaTree): string {
  const elements = operations(schema).map(({ module, name }) => {
    const namespace = schema.module(module)?.namespace ?? "";
    return `<${name} xmlns="${escapeAttribute(namespace)}"/>`;
  });
  return elements.join("");
}
