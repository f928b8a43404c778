/** What every document has: query parameters, replies, security schemes, and the resources that belong to no module. */

import type { JsonSchema } from "./type-schema.js";

const JSON_TYPE = "application/yang-data+json";
const XML_TYPE = "application/yang-data+xml";

/** A body in both formats; what XML looks like is not for JSON Schema to say. */
export function bodyOf(schema: JsonSchema, example?: unknown): object {
  return {
    [JSON_TYPE]: { schema, ...(example === undefined ? {} : { example }) },
    [XML_TYPE]: {},
  };
}

export const parameterRef = (name: string) => ({ $ref: `#/components/parameters/${name}` });
export const responseRef = (name: string) => ({ $ref: `#/components/responses/${name}` });

const query = (name: string, schema: object, description: string) => ({ name, in: "query", schema, description });
const header = (name: string, description: string) => ({ name, in: "header", schema: { type: "string" }, description });

/** RFC 8040 4.8, RFC 8527 3.2, draft-ietf-netconf-list-pagination-rc 2.3. */
export const sharedParameters: Readonly<Record<string, object>> = {
  content: query("content", { enum: ["all", "config", "nonconfig"], default: "all" }, "Configuration, state, or both."),
  depth: query(
    "depth",
    { anyOf: [{ type: "integer", minimum: 1, maximum: 65535 }, { const: "unbounded" }], default: "unbounded" },
    "Levels of nodes in the reply.",
  ),
  fields: query("fields", { type: "string" }, "Nodes below the resource, such as name;address(ip)."),
  "with-defaults": query(
    "with-defaults",
    { enum: ["report-all", "report-all-tagged", "trim", "explicit"] },
    "Which default values are reported (RFC 6243).",
  ),
  "with-origin": {
    ...query("with-origin", { const: "" }, "Annotations with the origin of values; for operational only."),
    allowEmptyValue: true,
  },
  insert: query(
    "insert",
    { enum: ["first", "last", "before", "after"], default: "last" },
    "Place in a list ordered by the user.",
  ),
  point: query("point", { type: "string" }, "Path of the entry that before and after refer to."),
  limit: query(
    "limit",
    { anyOf: [{ type: "integer", minimum: 1 }, { const: "unbounded" }], default: "unbounded" },
    "Most entries in the reply.",
  ),
  offset: query("offset", { type: "integer", minimum: 0, default: 0 }, "Entries that are passed over."),
  cursor: query("cursor", { type: "string" }, "Where the page begins, from the annotations of another page."),
  direction: query(
    "direction",
    { enum: ["forwards", "backwards"], default: "forwards" },
    "Direction through the list.",
  ),
  "sort-by": query("sort-by", { type: "string" }, "Leaf that the entries are sorted by."),
  locale: query("locale", { type: "string" }, "Locale that texts are sorted in, such as sv_SE."),
  "sublist-limit": query(
    "sublist-limit",
    { anyOf: [{ type: "integer", minimum: 1 }, { const: "unbounded" }], default: "unbounded" },
    "Most entries of each list inside of the reply.",
  ),
  where: query("where", { type: "string" }, "XPath that entries fulfil."),
  "If-Match": header("If-Match", "Entity tags, one of which the resource has to have."),
  "If-None-Match": header("If-None-Match", "Entity tags that the resource must not have."),
  datastore: {
    name: "datastore",
    in: "path",
    required: true,
    description: "Datastore (RFC 8527). Only running, candidate and dynamic ones are written.",
    schema: {
      type: "string",
      examples: ["running", "candidate", "startup", "intended", "operational"].map((name) => `ietf-datastores:${name}`),
    },
    example: "ietf-datastores:operational",
  },
};

const errorBody = { description: "", content: bodyOf({ $ref: "#/components/schemas/errors" }) };
const entity = {
  ETag: { schema: { type: "string" }, description: "Entity tag of the resource in this format." },
  "Last-Modified": { schema: { type: "string" }, description: "Time of its last change." },
};

export const sharedResponses: Readonly<Record<string, object>> = {
  created: {
    description: "The resource is there now.",
    headers: { Location: { schema: { type: "string" }, description: "URI of the new resource." }, ...entity },
  },
  done: { description: "Done; there is nothing to tell." },
  unchanged: { description: "The client has this state already." },
  unauthenticated: { ...errorBody, description: "A client certificate of a known user is needed, or a password." },
  "not-found": { ...errorBody, description: "The resource is not there, or may not be seen." },
  refused: { ...errorBody, description: "The request was refused; the errors say why." },
  failed: { ...errorBody, description: "The server could not do it; the errors say why." },
};

/** RFC 8040 8 ("yang-errors"). */
export const sharedSchemas: Readonly<Record<string, object>> = {
  errors: {
    type: "object",
    required: ["ietf-restconf:errors"],
    properties: {
      "ietf-restconf:errors": {
        type: "object",
        properties: {
          error: {
            type: "array",
            items: {
              type: "object",
              required: ["error-type", "error-tag"],
              properties: {
                "error-type": { enum: ["transport", "rpc", "protocol", "application"] },
                "error-tag": { type: "string" },
                "error-app-tag": { type: "string" },
                "error-path": { type: "string" },
                "error-message": { type: "string" },
                "error-info": { type: "object" },
              },
            },
          },
        },
      },
    },
  },
};

export function securitySchemes(hasPasswords: boolean): Readonly<Record<string, object>> {
  const certificate = { type: "mutualTLS", description: "A client certificate that stands for a user." };
  const basic = { type: "http", scheme: "basic", description: "A user of ietf-system and his password." };
  return hasPasswords ? { certificate, basic } : { certificate };
}

/** Replies that a request of any kind may have. */
export const errorResponses = {
  "401": responseRef("unauthenticated"),
  "404": responseRef("not-found"),
  "4XX": responseRef("refused"),
  "5XX": responseRef("failed"),
} as const;
