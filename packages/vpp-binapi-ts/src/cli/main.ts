import { generateUsage, runGenerate } from "./generate.js";

/** The `vpp-binapi-ts` command: the first argument is the sub-command. Returns the exit code. */
export function main(args: readonly string[]): number {
  const [command, ...rest] = args;
  if (command !== "generate") {
    console.error(generateUsage);
    return 2;
  }
  try {
    for (const line of runGenerate(rest)) console.log(line);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
