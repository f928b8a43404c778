/** The queues through which the workers of a NAT44 hand packets to the one that has their session. */

import { type Message, VppApiError } from "vpp-binapi-ts";
import {
  Nat44EdSetFqOptions,
  Nat44EdShowFqOptions,
  Nat44EiSetFqOptions,
  Nat44EiShowFqOptions,
} from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../../src/southbound/translator.js";

type Plugin = "nat44-ed" | "nat44-ei";

const messages = {
  "nat44-ed": { set: Nat44EdSetFqOptions, show: Nat44EdShowFqOptions },
  "nat44-ei": { set: Nat44EiSetFqOptions, show: Nat44EiShowFqOptions },
} as const;

/** Frames in a queue that nobody has said a size for (FRAME_QUEUE_MAX_NELTS). */
const DEFAULT_SIZE = 64;
/** VPP's code for queues that are there. */
const ALREADY_MADE = 1;

export function frameQueueMessages(plugin: Plugin): readonly Message<unknown>[] {
  return Object.values(messages[plugin]);
}

export async function frameQueueSize({ vpp }: TranslatorContext, plugin: Plugin): Promise<number> {
  const { frameQueueNelts } = await vpp.call(messages[plugin].show);
  return frameQueueNelts === 0 ? DEFAULT_SIZE : frameQueueNelts;
}

/**
 * Says how long the queues are, before the plugin is enabled. A VPP with workers makes them when it is enabled for the first time
 * and keeps them; then a size that is configured is refused, and one that is not is left as it is.
 * @param size in frames; undefined is VPP's own
 */
export async function setFrameQueueSize(
  context: TranslatorContext,
  plugin: Plugin,
  size: number | undefined,
): Promise<void> {
  const frameQueueNelts = size ?? DEFAULT_SIZE;
  if ((await frameQueueSize(context, plugin)) === frameQueueNelts) return;
  try {
    await context.vpp.call(messages[plugin].set, { frameQueueNelts });
  } catch (error) {
    if (!(error instanceof VppApiError) || error.code !== ALREADY_MADE) throw error;
    if (size === undefined) return;
    throw new NotSupportedByVpp("sweetcomb-nat:nat44/frame-queue-size", "VPP keeps its queues until it starts anew");
  }
}
