import { CliInband } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import { hasCode } from "../vpp-answers.js";

export interface ShownNamespace {
  readonly index: number;
  readonly secret: bigint;
  /** VPP's own name of the interface; another text where there is none. */
  readonly interfaceName: string;
  readonly id: string;
}

/**
 * The namespaces of the host stack; undefined where that is off. Only the command line tells them: a table with a colour at the
 * end of each cell.
 */
export function listApplicationNamespaces(context: TranslatorContext): Promise<readonly ShownNamespace[] | undefined> {
  return context.oncePerRun("application-namespaces", async () => {
    try {
      const { reply } = await context.vpp.call(CliInband, { cmd: "show app ns" });
      return reply.split("\n").flatMap(namespaceIn);
    } catch (failure) {
      if (hasCode(failure, "UNSPECIFIED")) return undefined;
      throw failure;
    }
  });
}

function namespaceIn(line: string): readonly ShownNamespace[] {
  const [index, secret, interfaceName, id] = line.split(colours).map((cell) => cell.trim());
  if (index === undefined || secret === undefined || interfaceName === undefined || id === undefined) return [];
  if (!/^\d+$/.test(index) || !/^\d+$/.test(secret)) return [];
  return [{ index: Number(index), secret: BigInt(secret), interfaceName, id }];
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`);
