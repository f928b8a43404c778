import type { ApiDescription, ApiEnum, ApiMessage, ApiModule, ApiService, ApiType } from "./model.js";
import { parseField, parseFields, typeName } from "./parse-field.js";
import { ApiDescriptionError, asArray, asNumber, asObject, asText } from "./unknown-json.js";

/**
 * Reads VPP's JSON: the text or the value of one `.api.json` file, or of the array that `get_api_json` gives.
 * Throws ApiDescriptionError where it is not such.
 */
export function parseApiDescription(source: string | unknown): ApiDescription {
  const json: unknown = typeof source === "string" ? parseText(source) : source;
  return { modules: (Array.isArray(json) ? json : [json]).map(parseModule) };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiDescriptionError("the API description is not JSON", { cause });
  }
}

function parseModule(json: unknown): ApiModule {
  const module = asObject(json, "module");
  const name = asText(module.module, "module name");
  const options = asObject(module.options ?? {}, `options of ${name}`);
  return {
    name,
    version: options.version === undefined ? "" : asText(options.version, `version of ${name}`),
    crc: parseCrc(module.vl_api_version, name),
    imports: asArray(module.imports ?? [], `imports of ${name}`).map((path) => asText(path, `import of ${name}`)),
    types: parseTypes(module),
    messages: asArray(module.messages ?? [], `messages of ${name}`).map(parseMessage),
    services: parseServices(module.services),
  };
}

function parseTypes(module: Record<string, unknown>): ApiType[] {
  const list = (key: string) => asArray(module[key] ?? [], key);
  const aliases = Object.entries(asObject(module.aliases ?? {}, "aliases"));
  const types: ApiType[] = [
    ...list("enums").map((json) => parseEnum("enum", json)),
    ...list("enumflags").map((json) => parseEnum("enumflag", json)),
    ...aliases.map(([name, json]) => parseAlias(name, json)),
    ...list("unions").map((json): ApiType => {
      const [name, ...members] = asArray(json, "union");
      return { kind: "union", name: asText(name, "union name"), members: parseFields(members) };
    }),
    ...list("types").map((json): ApiType => {
      const [name, ...fields] = asArray(json, "type");
      return { kind: "struct", name: asText(name, "type name"), fields: parseFields(fields) };
    }),
  ];
  // What is imported along two ways stands in VPP's JSON twice.
  return [...new Map(types.map((type) => [type.name, type])).values()];
}

/** `["name", ["ID", 1], ..., { "enumtype": "u8" }]`. */
function parseEnum(kind: ApiEnum["kind"], json: unknown): ApiEnum {
  const [first, ...rest] = asArray(json, kind);
  const name = asText(first, `${kind} name`);
  const constants = rest.filter(Array.isArray).map((entry): [string, number] => {
    return [asText(entry[0], `constant of ${name}`), asNumber(entry[1], `constant of ${name}`)];
  });
  const { enumtype = "u32" } = asObject(rest.find((entry) => !Array.isArray(entry)) ?? {}, `options of ${name}`);
  return { kind, name, base: asText(enumtype, `size of ${name}`), constants };
}

/** `"name": { "type": "u8", "length": 6 }`. */
function parseAlias(name: string, json: unknown): ApiType {
  const alias = asObject(json, `alias ${name}`);
  const type = typeName(asText(alias.type, `type of ${name}`));
  if (alias.length === undefined) return { kind: "alias", name, type };
  return { kind: "alias", name, type, length: asNumber(alias.length, `length of ${name}`) };
}

/** `["name", field, ..., { "crc": "0x...", "options": {...} }]`. */
function parseMessage(json: unknown): ApiMessage {
  const [first, ...rest] = asArray(json, "message");
  const name = asText(first, "message name");
  const last = asObject(rest.at(-1), `end of ${name}`);
  const options: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(asObject(last.options ?? {}, `options of ${name}`))) {
    options[key] = typeof value === "string" ? value : null;
  }
  return { name, crc: parseCrc(last.crc, name), fields: rest.slice(0, -1).map(parseField), options };
}

/** `"request": { "reply": "...", "stream": true, "stream_msg": "...", "events": [...] }`; reply "null" means none. */
function parseServices(json: unknown): ApiService[] {
  return Object.entries(asObject(json ?? {}, "services")).map(([request, entry]) => {
    const service = asObject(entry, `service ${request}`);
    const reply = asText(service.reply, `reply of ${request}`);
    const events = asArray(service.events ?? [], `events of ${request}`).map((event) => asText(event, "event"));
    return {
      request,
      reply: reply === "null" ? null : reply,
      stream: service.stream === true,
      ...(service.stream_msg === undefined ? {} : { streamMessage: asText(service.stream_msg, "stream_msg") }),
      events,
    };
  });
}

/** VPP leaves leading zeros out of the CRC of a file, not out of that of a message. */
function parseCrc(json: unknown, owner: string): string {
  const match = /^0x([0-9a-f]{1,8})$/i.exec(asText(json, `CRC of ${owner}`));
  if (match === null) throw new ApiDescriptionError(`the CRC of ${owner} is not 0x and up to eight hexadecimal digits`);
  return match[1]!.toLowerCase().padStart(8, "0");
}
