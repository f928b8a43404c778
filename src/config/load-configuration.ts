/** Configuration from three places, the later one winning: file, SWEETCOMB_* variables, flags. Checked once, then frozen. */

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Ajv } from "ajv";
import { type Configuration, configurationSchema } from "./configuration.js";

/** The configuration cannot be used; the message says which setting and why. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** Flags that a command line may have: name, key in the configuration, kind of value. */
const flags = [
  ["state-dir", "stateDir", "text"],
  ["certs-dir", "certsDir", "text"],
  ["listen", "listen", "text"],
  ["netconf-port", "netconfPort", "number"],
  ["netconf-tls-port", "netconfTlsPort", "number"],
  ["restconf-port", "restconfPort", "number"],
  ["health-port", "healthPort", "number"],
  ["vpp-socket", "vppSocket", "text"],
  ["when-vpp-is-away", "whenVppIsAway", "text"],
  ["yang-dir", "yangDirs", "list"],
  ["implement", "implement", "list"],
  ["kubeconfig", "kubernetes.kubeconfig", "text"],
  ["node-name", "kubernetes.nodeName", "text"],
  ["log-level", "log.level", "text"],
] as const;

type Settings = Record<string, unknown>;

/**
 * @param argv words after the command, such as ["--netconf-port", "2830"]
 * @param environment process.env
 */
export function loadConfiguration(argv: readonly string[], environment: NodeJS.ProcessEnv): Configuration {
  const values = parseCommandLine(argv);
  const file = (values.config as string | undefined) ?? environment.SWEETCOMB_CONFIG;
  const settings: Settings = file === undefined ? {} : readConfigurationFile(file);
  for (const [flag, key, kind] of flags) {
    const variable = environment[`SWEETCOMB_${flag.toUpperCase().replaceAll("-", "_")}`];
    const given = values[flag] ?? (kind === "list" && variable !== undefined ? listOf(flag, variable) : variable);
    if (given !== undefined) assign(settings, key, kind === "number" ? numberOf(flag, given as string) : given);
  }
  return validate(settings);
}

function parseCommandLine(argv: readonly string[]): Record<string, unknown> {
  const options = Object.fromEntries([
    ["config", { type: "string" as const }],
    ...flags.map(([flag, , kind]) => [flag, { type: "string" as const, multiple: kind === "list" }] as const),
  ]);
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    throw new ConfigurationError((cause as Error).message);
  }
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
  if (!/^\d+$/.test(text)) throw new ConfigurationError(`--${flag} takes a number, not "${text}"`);
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
