/** The rules of OpenAPI 3.1 for the parts that a document of ours uses, as JSON Schema; and those that a schema cannot say. */

import { Ajv2020 } from "ajv/dist/2020.js";

const strict = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const mapOf = (additionalProperties: object) => ({
  type: "object",
  propertyNames: { pattern: "^[a-zA-Z0-9._-]+$" },
  additionalProperties,
});
const text = { type: "string" };
/** A reference, or what stands in its place. */
const orReference = (schema: object) => ({
  if: { type: "object", required: ["$ref"] },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: strict({ $ref: { type: "string", pattern: "^#/components/" }, summary: text, description: text }, ["$ref"]),
  else: schema,
});
const jsonSchema = { type: "object", $ref: "https://json-schema.org/draft/2020-12/schema" };
const content = { type: "object", additionalProperties: strict({ schema: jsonSchema, example: true }) };
const header = strict({ description: text, schema: jsonSchema }, ["schema"]);
const response = strict({ description: text, headers: mapOf(orReference(header)), content }, ["description"]);
const parameter = {
  ...strict(
    {
      name: text,
      in: { enum: ["query", "header", "path", "cookie"] },
      description: text,
      required: { type: "boolean" },
      allowEmptyValue: { type: "boolean" },
      schema: jsonSchema,
      example: true,
    },
    ["name", "in", "schema"],
  ),
  if: { properties: { in: { const: "path" } } },
  // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
  then: { required: ["required"], properties: { required: { const: true } } },
};
const parameters = { type: "array", uniqueItems: true, items: orReference(parameter) };
const security = { type: "array", items: { type: "object", additionalProperties: { type: "array", items: text } } };
const operation = strict(
  {
    operationId: text,
    tags: { type: "array", items: text },
    summary: text,
    description: text,
    deprecated: { type: "boolean" },
    parameters,
    requestBody: strict({ description: text, required: { type: "boolean" }, content }, ["content"]),
    responses: {
      type: "object",
      minProperties: 1,
      propertyNames: { pattern: "^(default|[1-5](\\d\\d|XX))$" },
      additionalProperties: orReference(response),
    },
  },
  ["responses"],
);
const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const pathItem = strict({
  summary: text,
  description: text,
  parameters,
  ...Object.fromEntries(methods.map((method) => [method, operation])),
});
const securityScheme = {
  oneOf: [
    strict({ type: { const: "mutualTLS" }, description: text }, ["type"]),
    strict({ type: { const: "http" }, scheme: text, description: text }, ["type", "scheme"]),
  ],
};

const openapi = strict(
  {
    openapi: { type: "string", pattern: "^3\\.1\\.\\d+$" },
    info: strict({ title: text, version: text, description: text }, ["title", "version"]),
    servers: { type: "array", minItems: 1, items: strict({ url: text, description: text }, ["url"]) },
    security,
    paths: { type: "object", propertyNames: { pattern: "^/" }, additionalProperties: pathItem },
    components: strict({
      securitySchemes: mapOf(securityScheme),
      responses: mapOf(response),
      parameters: mapOf(parameter),
      schemas: mapOf(jsonSchema),
    }),
  },
  ["openapi", "info", "paths"],
);

const validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: false }).compile(openapi);

// biome-ignore lint/suspicious/noExplicitAny: a document that is walked as it comes
export type OpenapiDocument = any;

/** Everything that is wrong with a document; nothing for a good one. */
export function openapiFaults(document: OpenapiDocument): readonly string[] {
  if (!validate(document)) return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  return [...danglingReferences(document), ...pathFaults(document), ...duplicateIds(document)];
}

/** What a reference of the document stands for. */
export function resolved(document: OpenapiDocument, item: OpenapiDocument): OpenapiDocument {
  if (item?.$ref === undefined) return item;
  return (item.$ref as string)
    .slice(2)
    .split("/")
    .reduce((at, name) => at?.[name], document);
}

function danglingReferences(document: OpenapiDocument): readonly string[] {
  const references = new Set(JSON.stringify(document).match(/(?<="\$ref":")[^"]+/g));
  return [...references].filter(($ref) => resolved(document, { $ref }) === undefined).map((name) => `no ${name}`);
}

/** Every name in braces is a path parameter and the other way round, and no two paths are the same but for names. */
function pathFaults(document: OpenapiDocument): readonly string[] {
  const shapes = new Map<string, string>();
  return Object.entries<OpenapiDocument>(document.paths).flatMap(([path, item]) => {
    const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!);
    const told = (item.parameters ?? []).map((parameter: object) => resolved(document, parameter));
    const names = told
      .filter((parameter: { in: string }) => parameter.in === "path")
      .map(({ name }: { name: string }) => name);
    const shape = path.replace(/\{[^}]+\}/g, "{}");
    const twin = shapes.get(shape);
    shapes.set(shape, path);
    return [
      ...(named.toSorted().join() === names.toSorted().join() ? [] : [`${path} has parameters ${names}`]),
      ...(twin === undefined ? [] : [`${path} is ${twin}`]),
    ];
  });
}

function duplicateIds(document: OpenapiDocument): readonly string[] {
  const ids = Object.values<OpenapiDocument>(document.paths).flatMap((item) =>
    methods.flatMap((method) => item[method]?.operationId ?? []),
  );
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size).map((id) => `${id} is there twice`);
}
