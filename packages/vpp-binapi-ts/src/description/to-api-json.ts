import type { ArrayType } from "../codec/arrays.js";
import type { CursorMessage, DumpMessage, Head, Message, RequestMessage } from "../codec/message.js";
import type { ApiModuleDescriptor, NamedType } from "../codec/module.js";
import type { AliasType, EnumType } from "../codec/named-types.js";
import type { StringType } from "../codec/strings.js";
import type { Field, StructType } from "../codec/struct.js";
import type { UnionType } from "../codec/union.js";
import type { AnyType } from "../codec/wire-type.js";
import { toApiName } from "./names.js";

/** One module in the shape of VPP's `.api.json` files. Comments are not kept, so there are none. */
export interface ApiModuleJson {
  readonly module: string;
  readonly types: readonly unknown[];
  readonly messages: readonly unknown[];
  readonly unions: readonly unknown[];
  readonly enums: readonly unknown[];
  readonly enumflags: readonly unknown[];
  readonly services: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, unknown>>;
  readonly vl_api_version: string;
  readonly imports: readonly string[];
  readonly counters: readonly unknown[];
  readonly paths: readonly unknown[];
}

/** VPP's JSON for modules, as `get_api_json` gives it: every module repeats the types of those that it imports. */
export function toApiJson(modules: readonly ApiModuleDescriptor[]): ApiModuleJson[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  return modules.map((module) => {
    const types = visibleTypes(module, byName);
    const ofKind = (kind: NamedType["kind"]) => types.filter((type) => type.kind === kind);
    return {
      module: module.name,
      types: ofKind("struct").map((type) => [type.name, ...(type as StructType<unknown>).fields.map(fieldJson)]),
      messages: module.messages.map(messageJson),
      unions: ofKind("union").map((type) => [type.name, ...(type as UnionType<unknown>).members.map(memberJson)]),
      enums: ofKind("enum").map((type) => enumJson(type as unknown as EnumType)),
      enumflags: ofKind("enumflag").map((type) => enumJson(type as unknown as EnumType)),
      services: Object.fromEntries(module.messages.flatMap(serviceJson)),
      options: module.version === "" ? {} : { version: module.version },
      aliases: Object.fromEntries(ofKind("alias").map((type) => [type.name, aliasJson(type as AliasType<unknown>)])),
      // Unlike those of messages, without leading zeros.
      vl_api_version: `0x${module.crc.replace(/^0+(?=.)/, "")}`,
      imports: module.imports,
      counters: [],
      paths: [],
    };
  });
}

function visibleTypes(module: ApiModuleDescriptor, byName: ReadonlyMap<string, ApiModuleDescriptor>): NamedType[] {
  const types = new Set<NamedType>();
  const add = (current: ApiModuleDescriptor): void => {
    for (const path of current.imports) {
      const imported = byName.get(path.replace(/^.*\//, "").replace(/\.api$/, ""));
      if (imported !== undefined) add(imported);
    }
    for (const type of current.types) types.add(type);
  };
  add(module);
  return [...types];
}

const headFields: Readonly<Record<Head, readonly unknown[]>> = {
  clientIndexAndContext: [
    ["u32", "client_index"],
    ["u32", "context"],
  ],
  clientIndex: [["u32", "client_index"]],
  context: [["u32", "context"]],
  none: [],
};

function messageJson(message: Message<unknown>): unknown[] {
  const { name, crc, head, body, options } = message;
  return [
    name,
    ["u16", "_vl_msg_id"],
    ...headFields[head],
    ...body.fields.map(fieldJson),
    { crc: `0x${crc}`, options },
  ];
}

function serviceJson(message: Message<unknown>): [string, unknown][] {
  switch (message.kind) {
    case "request": {
      const { reply, events } = message as RequestMessage<unknown, unknown>;
      const service = { reply: reply === null ? "null" : reply.name };
      return [[message.name, events.length === 0 ? service : { ...service, events: events.map(({ name }) => name) }]];
    }
    case "dump":
      return [[message.name, { reply: (message as DumpMessage<unknown, unknown>).details.name, stream: true }]];
    case "cursor": {
      const { reply, details } = message as CursorMessage<unknown, unknown>;
      return [[message.name, { reply: reply.name, stream: true, stream_msg: details.name }]];
    }
    default:
      return [];
  }
}

/** `["type", "name"]`, with length, counting field and options where there are such. */
function fieldJson([name, type, options]: Field): unknown[] {
  const { default: defaultValue, discriminator } = options ?? {};
  const extra = {
    ...(defaultValue === undefined ? {} : { default: defaultValue }),
    ...(discriminator === undefined ? {} : { discriminator: toApiName(discriminator) }),
  };
  const json = typeAndName(type, options?.apiName ?? toApiName(name));
  return Object.keys(extra).length === 0 ? json : [...json, extra];
}

function memberJson([name, type, caseName]: readonly [string, AnyType, string?]): unknown[] {
  const json = typeAndName(type, toApiName(name));
  return caseName === undefined ? json : [...json, { case: caseName }];
}

function typeAndName(type: AnyType, name: string): unknown[] {
  if (type.kind === "string") return ["string", name, (type as unknown as StringType).length ?? 0];
  if (type.kind !== "array" && type.kind !== "bytes") return [typeNameJson(type), name];
  const { element, length, countedBy } = type as ArrayType<unknown>;
  const elementName = typeNameJson(element);
  return countedBy === undefined ? [elementName, name, length] : [elementName, name, 0, toApiName(countedBy)];
}

function typeNameJson(type: AnyType): string {
  const { name } = type as NamedType;
  return type.kind === "scalar" ? name : `vl_api_${name}_t`;
}

function enumJson(type: EnumType): unknown[] {
  return [type.name, ...Object.entries(type.constants), { enumtype: type.base.name }];
}

function aliasJson(type: AliasType<unknown>): unknown {
  if (type.of.kind !== "array" && type.of.kind !== "bytes") return { type: typeNameJson(type.of) };
  const { element, length } = type.of as ArrayType<unknown>;
  return { type: typeNameJson(element), length };
}
