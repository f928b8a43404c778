import type { ApiType } from "../description/model.js";
import { toCamelCase, toPascalCase } from "../description/names.js";
import { type NamesInUse, printFields, printMembers, printValueType, printWireType } from "./print-field.js";

/** The TypeScript declaration of a type and the constant that reads and writes it. */
export function printType(type: ApiType, names: NamesInUse): string {
  const name = toPascalCase(type.name);
  const label = JSON.stringify(type.name);
  switch (type.kind) {
    case "enum":
    case "enumflag":
      return printEnum(type, names);
    case "alias": {
      const wire = `${names.codec("aliasType")}<${name}>(${label}, ${printWireType(type, names)})`;
      return [`export type ${name} = ${printValueType(type, names)};`, `export const ${name} = ${wire};`].join("\n");
    }
    case "union":
      return [
        `export interface ${name} {`,
        ...type.members.map((member) => `  ${toCamelCase(member.name)}?: ${printValueType(member, names)};`),
        "}",
        `export const ${name} = ${names.codec("unionType")}<${name}>(${label}, [`,
        ...type.members.map((member) => {
          const caseName = member.case === undefined ? "" : `, ${JSON.stringify(member.case)}`;
          return `  [${JSON.stringify(toCamelCase(member.name))}, ${printWireType(member, names)}${caseName}],`;
        }),
        "]);",
      ].join("\n");
    case "struct":
      return [
        `export interface ${name} {`,
        ...printMembers(type.fields, names),
        "}",
        `export const ${name} = ${names.codec("structType")}<${name}>(${label}, [`,
        ...printFields(type.fields, names).map((line) => line.slice(2)),
        "]);",
      ].join("\n");
  }
}

/** The values as a constant object, their type, and the wire type: a union of the values, or a number for a mask of flags. */
function printEnum(type: Extract<ApiType, { constants: unknown }>, names: NamesInUse): string {
  const name = toPascalCase(type.name);
  const make = names.codec(type.kind === "enum" ? "enumType" : "enumflagType");
  const argument = type.kind === "enum" ? `<${name}>` : "";
  const valueType = type.kind === "enum" ? `(typeof ${name})[keyof typeof ${name}]` : "number";
  return [
    `export const ${name} = {`,
    ...type.constants.map(([constant, value]) => `  ${constant}: ${value},`),
    "} as const;",
    `export type ${name} = ${valueType};`,
    `export const ${toCamelCase(type.name)} = ${make}${argument}(${JSON.stringify(type.name)}, ${names.codec(type.base)}, ${name});`,
  ].join("\n");
}
