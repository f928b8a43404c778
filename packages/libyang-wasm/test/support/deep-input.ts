// Runs in a worker: parses deeply nested data and says how it ended.
import { parentPort, workerData } from "node:worker_threads";
import { LibyangError, LibyangTrapError, loadLibyang, YangContext } from "../../src/index.js";
import { yangFolder } from "./fleet.js";

export interface DeepInput {
  readonly text: string;
  readonly format: "xml" | "json";
}

/** "parsed", or which error came. */
export type DeepResult = { readonly outcome: "parsed" | "refused" | "trapped"; readonly liveHandles: number };

if (parentPort) parentPort.postMessage(await parseDeepInput(workerData as DeepInput));

export async function parseDeepInput({ text, format }: DeepInput): Promise<DeepResult> {
  const instance = await loadLibyang();
  const outcome = ((): DeepResult["outcome"] => {
    try {
      using context = new YangContext(instance, { searchDirs: [yangFolder] });
      context.loadModule("fleet");
      using tree = context.parseData(text, format);
      tree.print(format);
      return "parsed";
    } catch (error) {
      if (error instanceof LibyangTrapError) return "trapped";
      if (error instanceof LibyangError) return "refused";
      throw error;
    }
  })();
  return { outcome, liveHandles: instance.liveHandles };
}
