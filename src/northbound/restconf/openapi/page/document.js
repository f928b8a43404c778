// The OpenAPI document of the chosen module, and its schemas.

export const JSON_TYPE = "application/yang-data+json";

/** What is being browsed; undefined while no module is chosen. */
export const opened = { openapi: undefined };

export function schemaOf(operation) {
  return (operation.requestBody ?? operation.responses["200"])?.content?.[JSON_TYPE]?.schema;
}

/** The keys of an entry are those of the path. */
export function withKeys(example, path, values) {
  const names = [...(/=([^/]+)$/.exec(path)?.[1] ?? "").matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  const copy = structuredClone(example);
  const entry = Object.values(copy ?? {})[0]?.[0];
  if (typeof entry !== "object" || entry === null) return copy;
  for (const name of names) {
    const key = Object.keys(entry).find((member) => name.replace(/\.\d+$/, "").endsWith(`-${member}`));
    if (key !== undefined && typeof entry[key] === "string") entry[key] = values.get(name) || entry[key];
  }
  return copy;
}

export function exampleOf(schema) {
  const name = Object.keys(schema?.properties ?? {})[0];
  return name === undefined ? {} : { [name]: {} };
}

/** References written out, so many levels deep. */
export function expand(schema, levels) {
  if (typeof schema !== "object" || schema === null) return schema;
  if (schema.$ref !== undefined && levels > 0) {
    const { $ref, ...others } = schema;
    return expand({ ...resolve({ $ref }), ...others }, levels - 1);
  }
  if (Array.isArray(schema)) return schema.map((item) => expand(item, levels));
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, expand(value, levels)]));
}

export function resolve(item) {
  if (item.$ref === undefined) return item;
  return item.$ref
    .slice(2)
    .split("/")
    .reduce((at, name) => at[name], opened.openapi);
}
