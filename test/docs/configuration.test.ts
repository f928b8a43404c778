/** docs/configuration.md names every setting with its default, and its flags and variables do what it says. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { configurationSchema } from "../../src/config/configuration.js";
import { loadConfiguration } from "../../src/config/load-configuration.js";
import { readDocument, tableBehind } from "./markdown.js";

interface Setting {
  readonly key: string;
  readonly default: unknown;
  readonly flag: string | undefined;
  readonly variable: string | undefined;
}

interface Property {
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
}

const documented = tableBehind(readDocument("docs/configuration.md"), "## Settings").map(
  ([key = "", value = "", flag = "", variable = ""]): Setting => ({
    key: unquoted(key)!,
    default: JSON.parse(unquoted(value)!),
    flag: unquoted(flag),
    variable: unquoted(variable),
  }),
);
const inCode = new Map(leavesOf(configurationSchema as Property));

test("the document and the schema have the same keys with the same defaults", () => {
  const fromCode = [...inCode].map(([key, property]) => [key, property.default]);
  assert.deepEqual(
    documented.map((setting) => [setting.key, setting.default]),
    fromCode,
  );
});

test("every flag sets its key", () => {
  for (const { key, flag } of documented) {
    if (flag === undefined) continue;
    const { text, value } = sampleOf(key);
    assert.deepEqual(valueAt(loadConfiguration([flag, text], {}), key), value, flag);
  }
});

test("every variable sets its key", () => {
  for (const { key, variable } of documented) {
    if (variable === undefined) continue;
    const { text, value } = sampleOf(key);
    assert.deepEqual(valueAt(loadConfiguration([], { [variable]: text }), key), value, variable);
  }
});

test("a key without a flag in the document has none", () => {
  for (const { key, flag } of documented) {
    if (flag !== undefined) continue;
    const name = `--${key.replaceAll(/\.|(?=[A-Z])/g, "-").toLowerCase()}`;
    assert.throws(() => loadConfiguration([name, "1"], {}), { name: "UsageError" }, name);
  }
});

function unquoted(cell: string): string | undefined {
  return cell === "-" ? undefined : cell.replaceAll("`", "");
}

/** All settings with their keys, those of sections with a dot: "log.level". */
function leavesOf({ properties = {} }: Property, prefix = ""): (readonly [string, Property])[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    property.properties === undefined
      ? [[`${prefix}${name}`, property] as const]
      : leavesOf(property, `${prefix}${name}.`),
  );
}

/** A value that is not the default, as it is typed and as it is kept. */
function sampleOf(key: string): { readonly text: string; readonly value: unknown } {
  const property = inCode.get(key)!;
  if (property.enum !== undefined) {
    const value = property.enum.find((choice) => choice !== property.default)!;
    return { text: value, value };
  }
  if (property.type === "array") return { text: "sample", value: ["sample"] };
  if ([property.type].flat().includes("string")) return { text: "sample", value: "sample" };
  return { text: "4711", value: 4711 };
}

function valueAt(configuration: object, key: string): unknown {
  return key.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], configuration);
}
