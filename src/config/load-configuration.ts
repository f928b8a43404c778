/** Configuration from three places, the later one winning: file, SWEETCOMB_* variables, flags. Checked once, then frozen. */

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { type Configuration, configurationSchema } from "./configuration.js";
import { FILE_FLAG, flags, variableOf } from "./flags.js";
import { ConfigurationError, readFlags, UsageError } from "./read-flags.js";

type Settings = Record<string, unknown>;

/**
 * @param argv words after the command, such as ["--netconf-port", "2830"]
 * @param environment process.env
 */
export function loadConfiguration(argv: readonly string[], environment: NodeJS.ProcessEnv): Configuration {
  const values = parseCommandLine(argv);
  const file = (values[FILE_FLAG] as string | undefined) ?? environment[variableOf(FILE_FLAG)];
  const settings: Settings = file === undefined ? {} : readConfigurationFile(file);
  for (const { name, key, kind } of flags) {
    const variable = environment[variableOf(name)];
    const given = values[name] ?? (kind === "list" && variable !== undefined ? listOf(name, variable) : variable);
    if (given !== undefined) assign(settings, key, kind === "number" ? numberOf(name, given as string) : given);
  }
  return validate(settings);
}

function parseCommandLine(argv: readonly string[]): Record<string, unknown> {
  const options = Object.fromEntries([
    [FILE_FLAG, { type: "string" as const }],
    ...flags.map(({ name, kind }) => [name, { type: "string" as const, multiple: kind === "list" }] as const),
  ]);
  return readFlags({ args: [...argv], options, strict: true, allowPositionals: false }).values;
}

function readConfigurationFile(path: string): Settings {
  try {
    const settings: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof settings !== "object" || settings === null || Array.isArray(settings))
      throw new Error("not a JSON object");
    return settings as Settings;
  } catch (cause) {
    throw new ConfigurationError(`cannot use the configuration file ${path}: ${(cause as Error).message}`);
  }
}

/** Folders are parted by colons, as in PATH. A module may have a colon in front of its features: modules by white space. */
function listOf(flag: string, variable: string): readonly string[] {
  return variable.split(flag === "yang-dir" ? ":" : /\s+/).filter((word) => word !== "");
}

/** Sets a key that may be nested ("log.level"). */
function assign(settings: Settings, key: string, value: unknown): void {
  const [outer, inner] = key.split(".") as [string, string?];
  if (inner === undefined) settings[outer] = value;
  else settings[outer] = { ...((settings[outer] as Settings | undefined) ?? {}), [inner]: value };
}

function numberOf(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${flag} takes a number, not "${text}"`);
  return Number(text);
}

function validate(settings: Settings): Configuration {
  const check = new Ajv({ useDefaults: true, allErrors: true, allowUnionTypes: true }).compile(configurationSchema);
  if (check(settings)) return deepFreeze(settings as unknown as Configuration);
  const problems = (check.errors ?? []).map(({ instancePath, message, params }) => {
    const unknown = (params as { additionalProperty?: string }).additionalProperty;
    return `${instancePath || "/"}: ${unknown === undefined ? message : `unknown setting "${unknown}"`}`;
  });
  throw new ConfigurationError(`the configuration is wrong: ${problems.join("; ")}`);
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
