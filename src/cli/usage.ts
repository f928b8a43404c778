/** What `--help` prints: made from the flags and the defaults themselves. */

import { configurationSchema } from "../config/configuration.js";
import { FILE_FLAG, type Flag, flags, variableOf } from "../config/flags.js";

/** Text for a terminal, with a line for each flag and one for its variable and its default. */
export function usage(): string {
  const file = {
    name: FILE_FLAG,
    placeholder: "FILE",
    help: "JSON file with settings, of which there are more than flags",
  };
  return `usage: sweetcomb [OPTION ...]
       sweetcomb kubernetes run|render ...

Serves a VPP over NETCONF and RESTCONF until SIGINT or SIGTERM ends it. An option wins over its variable, a variable over the file.

${entry(file, "no file")}
${flags.map((flag) => entry(flag, shown(defaultOf(flag)))).join("\n")}
  -h, --help
      prints this
  --version
      prints the version

docs/configuration.md has all settings, those of the file among them; docs/kubernetes.md has the commands for Kubernetes.`;
}

function entry({ name, placeholder, help }: Pick<Flag, "name" | "placeholder" | "help">, defaultValue: string): string {
  return `  --${name} ${placeholder}\n      ${help} (${variableOf(name)}; default: ${defaultValue})`;
}

interface Property {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Property>>;
}

function defaultOf({ key }: Flag): unknown {
  const root = configurationSchema as Property;
  return key.split(".").reduce<Property | undefined>((property, name) => property?.properties?.[name], root)?.default;
}

function shown(value: unknown): string {
  const isNothing = value === null || (Array.isArray(value) && value.length === 0);
  return isNothing ? "none" : String(value);
}
