import { type ParseArgsConfig, parseArgs } from "node:util";

/** The configuration cannot be used; the message says which setting and why. */
export class ConfigurationError extends Error {
  override readonly name: string = "ConfigurationError";
}

/** The command line itself is wrong: a flag that there is not, a word too many, a value that is missing or no number. */
export class UsageError extends ConfigurationError {
  override readonly name = "UsageError";
}

/** Node's `parseArgs`, which throws a UsageError. */
export function readFlags<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    // Behind its first sentence Node explains to programmers.
    throw new UsageError((cause as Error).message.split(/\. |\n/)[0]!);
  }
}
