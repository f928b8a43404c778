/** The workers among which a NAT44 divides its ports, and so its sessions. */

import { type Message, VppApiError } from "vpp-binapi-ts";
import { Nat44EiSetWorkers, Nat44EiWorkerDump, NatSetWorkers, NatWorkerDump, ShowThreads } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../../src/southbound/translator.js";

type Plugin = "nat44-ed" | "nat44-ei";

const messages = {
  "nat44-ed": { set: NatSetWorkers, dump: NatWorkerDump },
  "nat44-ei": { set: Nat44EiSetWorkers, dump: Nat44EiWorkerDump },
} as const;

export function workerMessages(plugin: Plugin): readonly Message<unknown>[] {
  return [...Object.values(messages[plugin]), ShowThreads];
}

/** Those that the plugin uses, from the lowest on; none where VPP has less than two. */
export async function workersInUse({ vpp }: TranslatorContext, plugin: Plugin): Promise<readonly number[]> {
  const workers: number[] = [];
  for await (const { workerIndex } of vpp.dump(messages[plugin].dump)) workers.push(workerIndex);
  return workers.sort((one, other) => one - other);
}

/**
 * Says which workers are used, before the plugin is enabled: sessions and mappings that are there stay where they are.
 * @param asked undefined for all
 */
export async function setWorkers(
  context: TranslatorContext,
  plugin: Plugin,
  asked: readonly number[] | undefined,
): Promise<void> {
  const inUse = new Set(await workersInUse(context, plugin));
  if (asked === undefined && inUse.size === 0) return;
  const wanted = asked ?? (await allWorkers(context));
  if (wanted.length === inUse.size && wanted.every((worker) => inUse.has(worker))) return;
  const workerMask = wanted.reduce((mask, worker) => mask | (1n << BigInt(worker)), 0n);
  try {
    await context.vpp.call(messages[plugin].set, { workerMask });
  } catch (error) {
    const reason = error instanceof VppApiError ? reasons[error.codeName] : undefined;
    if (reason === undefined) throw error;
    throw new NotSupportedByVpp("sweetcomb-nat:nat44/worker", reason);
  }
}

/** The member that shows them, in the order in which they are configured. */
export function shownWorkers(
  inUse: readonly number[],
  configured: readonly number[] | undefined,
): { readonly worker?: readonly number[] } {
  if (inUse.length === 0) return {};
  const isSame = configured?.length === inUse.length && configured.every((worker) => inUse.includes(worker));
  return { worker: isSame ? configured : inUse };
}

const reasons: Readonly<Record<string, string>> = {
  FEATURE_DISABLED: "This VPP has less than two workers, so there is no choice",
  INVALID_WORKER: "This VPP has not so many workers, which are counted from 0",
};

async function allWorkers({ vpp }: TranslatorContext): Promise<readonly number[]> {
  const { threadData } = await vpp.call(ShowThreads);
  return threadData.filter(({ type }) => type === "workers").map((_, index) => index);
}
