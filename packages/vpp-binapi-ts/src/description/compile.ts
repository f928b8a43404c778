import { countedArray, countedBytes, fixedArray, fixedBytes } from "../codec/arrays.js";
import {
  type CursorMessage,
  type CursorReply,
  cursorMessage,
  type DumpMessage,
  dumpMessage,
  eventMessage,
  type Message,
  type PlainMessage,
  type RequestMessage,
  replyMessage,
  requestMessage,
} from "../codec/message.js";
import { aliasType, enumflagType, enumType } from "../codec/named-types.js";
import { type ScalarName, type ScalarType, scalars } from "../codec/scalars.js";
import { countedString, fixedString } from "../codec/strings.js";
import { type Field, type FieldOptions, structType } from "../codec/struct.js";
import { type UnionMember, unionType } from "../codec/union.js";
import type { AnyType } from "../codec/wire-type.js";
import type { ApiDescription, ApiField, ApiMessage, ApiType } from "./model.js";
import { toApiName, toCamelCase } from "./names.js";
import { headOf, type MessageRole, messageRoles } from "./services.js";
import { ApiDescriptionError } from "./unknown-json.js";

type Fields = Record<string, unknown>;

/** A message whose fields are known only at run time; `kind` says how it is answered. */
export type AnyMessage =
  | RequestMessage<Fields, Fields>
  | DumpMessage<Fields, Fields>
  | CursorMessage<Fields, Fields>
  | PlainMessage<Fields>;

/** Messages and types made from a description, each when it is first asked for. */
export interface CompiledApi {
  readonly description: ApiDescription;
  /** undefined when the description has no such message. Throws ApiDescriptionError when the description of it is broken. */
  message(name: string): AnyMessage | undefined;
  type(name: string): AnyType | undefined;
}

/** Makes codecs from VPP's own description of its API. */
export function compileApi(description: ApiDescription): CompiledApi {
  const typesByName = new Map<string, ApiType>();
  const messagesByName = new Map<string, ApiMessage>();
  for (const module of description.modules) {
    for (const type of module.types) typesByName.set(type.name, type);
    for (const message of module.messages) messagesByName.set(message.name, message);
  }
  const roleOf = messageRoles(description);
  const types = new Map<string, AnyType>();
  const messages = new Map<string, AnyMessage>();

  function type(name: string): AnyType | undefined {
    const known = types.get(name) ?? (scalars[name as ScalarName] as AnyType | undefined);
    const definition = typesByName.get(name);
    if (known !== undefined || definition === undefined) return known;
    const compiled = compileType(definition, requireType);
    types.set(name, compiled);
    return compiled;
  }

  function requireType(name: string): AnyType {
    const found = type(name);
    if (found === undefined) throw new ApiDescriptionError(`no type ${name} in the API description`);
    return found;
  }

  function message(name: string): AnyMessage | undefined {
    const known = messages.get(name);
    const definition = messagesByName.get(name);
    if (known !== undefined || definition === undefined) return known;
    const compiled = compileMessage(definition, roleOf(definition), requireType, requireMessage);
    messages.set(name, compiled);
    return compiled;
  }

  function requireMessage(name: string): AnyMessage {
    const found = message(name);
    if (found === undefined) throw new ApiDescriptionError(`no message ${name} in the API description`);
    return found;
  }

  return { description, message, type };
}

type Lookup<T> = (name: string) => T;

function compileType(definition: ApiType, typeOf: Lookup<AnyType>): AnyType {
  const { kind, name } = definition;
  switch (kind) {
    case "struct":
      return structType(name, compileFields(definition.fields, typeOf)) as AnyType;
    case "union":
      return unionType(
        name,
        definition.members.map((member) => compileMember(member, typeOf)),
      ) as AnyType;
    case "alias":
      return aliasType(name, compileFieldType(definition, typeOf)) as AnyType;
    default: {
      const make = kind === "enum" ? enumType : enumflagType;
      return make(name, typeOf(definition.base) as ScalarType<number>, Object.fromEntries(definition.constants));
    }
  }
}

function compileMessage(
  message: ApiMessage,
  role: MessageRole,
  typeOf: Lookup<AnyType>,
  messageOf: Lookup<AnyMessage>,
): AnyMessage {
  const { head, fields } = headOf(message);
  const { name, crc, options } = message;
  const definition = { name, crc, head, options, fields: compileFields(fields, typeOf) };
  switch (role.kind) {
    case "request": {
      const reply = role.reply === null ? null : messageOf(role.reply);
      return requestMessage({ ...definition, reply, events: role.events.map(messageOf) });
    }
    case "dump":
      return dumpMessage({ ...definition, details: messageOf(role.details) });
    case "cursor": {
      const reply = messageOf(role.reply) as Message<unknown> as Message<CursorReply>;
      return cursorMessage({ ...definition, details: messageOf(role.details), reply });
    }
    case "event":
      return eventMessage(definition);
    case "reply":
      return replyMessage(definition);
  }
}

function compileFields(fields: readonly ApiField[], typeOf: Lookup<AnyType>): Field[] {
  return fields.map((field) => {
    const name = toCamelCase(field.name);
    const options: FieldOptions = {
      ...(field.default === undefined ? {} : { default: field.default }),
      ...(field.discriminator === undefined ? {} : { discriminator: toCamelCase(field.discriminator) }),
      ...(toApiName(name) === field.name ? {} : { apiName: field.name }),
    };
    return [name, compileFieldType(field, typeOf), options];
  });
}

function compileMember(member: ApiField, typeOf: Lookup<AnyType>): UnionMember {
  const type = compileFieldType(member, typeOf);
  const caseName = member.case ?? caseBeforeAnnotations[member.name];
  return caseName === undefined ? [toCamelCase(member.name), type] : [toCamelCase(member.name), type, caseName];
}

/** VPP before 26.06 does not say which constant selects which member; these are the unions that clients need. */
const caseBeforeAnnotations: Readonly<Record<string, string>> = {
  ip4: "ADDRESS_IP4",
  ip6: "ADDRESS_IP6",
  exception: "PUNT_API_TYPE_EXCEPTION",
  l4: "PUNT_API_TYPE_L4",
  ip_proto: "PUNT_API_TYPE_IP_PROTO",
};

function compileFieldType(field: Pick<ApiField, "type" | "length" | "countedBy">, typeOf: Lookup<AnyType>): AnyType {
  const { type, length } = field;
  const countedBy = field.countedBy === undefined ? undefined : toCamelCase(field.countedBy);
  if (type === "string") return (length === undefined ? countedString : fixedString(length)) as AnyType;
  if (length === undefined && countedBy === undefined) return typeOf(type);
  if (type === "u8") return (countedBy === undefined ? fixedBytes(length!) : countedBytes(countedBy)) as AnyType;
  const element = typeOf(type);
  return (countedBy === undefined ? fixedArray(element, length!) : countedArray(element, countedBy)) as AnyType;
}
