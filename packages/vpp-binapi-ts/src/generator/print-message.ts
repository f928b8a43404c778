import type { ApiMessage } from "../description/model.js";
import { toPascalCase } from "../description/names.js";
import { headOf, type MessageRole, usualHead } from "../description/services.js";
import { type NamesInUse, printFields, printMembers } from "./print-field.js";

/** The interface of a message and its descriptor. `messageOf` gives the constant of another message. */
export function printMessage(
  message: ApiMessage,
  role: MessageRole,
  names: NamesInUse,
  messageOf: (name: string) => string,
): string {
  const name = toPascalCase(message.name);
  const { head, fields } = headOf(message);
  const members = printMembers(fields, names);
  const entries = printFields(fields, names);
  const declaration =
    members.length === 0
      ? [`export type ${name} = Record<string, never>;`]
      : [`export interface ${name} {`, ...members, "}"];
  return [
    `/** ${purposeOf(message, role)} */`,
    ...declaration,
    `export const ${name} = ${printMaker(name, role, names, messageOf)}({`,
    `  name: ${JSON.stringify(message.name)},`,
    `  crc: ${JSON.stringify(message.crc)},`,
    ...(head === usualHead(role.kind) ? [] : [`  head: ${JSON.stringify(head)},`]),
    ...printOptions(message),
    ...printCompanions(role, messageOf),
    ...(entries.length === 0 ? ["  fields: [],"] : ["  fields: [", ...entries, "  ],"]),
    "});",
  ].join("\n");
}

/** Names of the messages that must be declared before this one. */
export function companionsOf(role: MessageRole): string[] {
  switch (role.kind) {
    case "request":
      return role.reply === null ? [...role.events] : [role.reply, ...role.events];
    case "dump":
      return [role.details];
    case "cursor":
      return [role.details, role.reply];
    default:
      return [];
  }
}

function printMaker(name: string, role: MessageRole, names: NamesInUse, messageOf: (name: string) => string): string {
  const maker = names.codec(`${role.kind}Message`);
  switch (role.kind) {
    case "request":
      return role.reply === null ? `${maker}<${name}>` : `${maker}<${name}, ${messageOf(role.reply)}>`;
    case "dump":
    case "cursor":
      return `${maker}<${name}, ${messageOf(role.details)}>`;
    default:
      return `${maker}<${name}>`;
  }
}

function printCompanions(role: MessageRole, messageOf: (name: string) => string): string[] {
  switch (role.kind) {
    case "request": {
      const reply = `  reply: ${role.reply === null ? "null" : messageOf(role.reply)},`;
      return role.events.length === 0 ? [reply] : [reply, `  events: [${role.events.map(messageOf).join(", ")}],`];
    }
    case "dump":
      return [`  details: ${messageOf(role.details)},`];
    case "cursor":
      return [`  details: ${messageOf(role.details)},`, `  reply: ${messageOf(role.reply)},`];
    default:
      return [];
  }
}

/** Help texts for VPP's own command line are left out: they are prose and not facts about the message. */
function printOptions(message: ApiMessage): string[] {
  const options = Object.entries(message.options).filter(([key]) => key !== "vat_help");
  if (options.length === 0) return [];
  return [`  options: { ${options.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ")} },`];
}

function purposeOf(message: ApiMessage, role: MessageRole): string {
  const remark = "deprecated" in message.options ? " Deprecated by VPP." : "";
  switch (role.kind) {
    case "request": {
      const answer = role.reply === null ? "without an answer" : `answered by ${role.reply}`;
      const events = role.events.length === 0 ? "" : `; subscribes to ${role.events.join(", ")}`;
      return `Request ${message.name}, ${answer}${events}.${remark}`;
    }
    case "dump":
      return `Request ${message.name}, answered by any number of ${role.details}.${remark}`;
    case "cursor":
      return `Request ${message.name}, answered by any number of ${role.details} and one ${role.reply}.${remark}`;
    case "event":
      return `Event ${message.name}.${remark}`;
    case "reply":
      return `Answer ${message.name}.${remark}`;
  }
}
