/**
 * Which frames of an interface its sub-interfaces take. VPP 26.06 refuses a second sub-interface for the same frames, and the
 * refusal takes them away from the first one: so it must not come to that.
 */

import { IfType, SubIfFlags } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { listInterfaces, NO_INTERFACE } from "./interface.js";

/** The part of create_subif that says which frames are meant. */
export interface Frames {
  /** Of the parent. */
  readonly swIfIndex: number;
  readonly subIfFlags: number;
  readonly outerVlanId?: number;
  readonly innerVlanId?: number;
}

/** Makes a sub-interface for these frames. Throws NotSupportedByVpp when another one has them. */
export async function claimingFrames<T extends { readonly swIfIndex: number }>(
  context: TranslatorContext,
  frames: Frames,
  create: () => Promise<T>,
): Promise<T> {
  const claimed = await claimedFrames(context);
  const id = idOf(frames);
  if (claimed.has(id)) {
    const message = "Another sub-interface takes these frames: VPP would let neither have them";
    throw new NotSupportedByVpp("sweetcomb-sub-interfaces:sub-interface", message);
  }
  claimed.set(id, NO_INTERFACE);
  try {
    const created = await create();
    claimed.set(id, created.swIfIndex);
    return created;
  } catch (refusal) {
    claimed.delete(id);
    throw refusal;
  }
}

/** Deletes a sub-interface, whose frames are free then. */
export async function releasingFrames<T>(
  context: TranslatorContext,
  swIfIndex: number,
  remove: () => Promise<T>,
): Promise<T> {
  const claimed = await claimedFrames(context);
  const removed = await remove();
  for (const [id, owner] of claimed) if (owner === swIfIndex) claimed.delete(id);
  return removed;
}

/** sw_if_index by frames, as they are when it is first asked in a commit, and kept up to date during it. */
function claimedFrames(context: TranslatorContext): Promise<Map<string, number>> {
  return context.oncePerRun("claimed frames", async () => {
    const claimed = new Map<string, number>();
    for (const { details } of (await listInterfaces(context)).values()) {
      if (details.type !== IfType.IF_API_TYPE_SUB) continue;
      const { supSwIfIndex, subIfFlags, subOuterVlanId, subInnerVlanId, swIfIndex } = details;
      const frames = { swIfIndex: supSwIfIndex, subIfFlags, outerVlanId: subOuterVlanId, innerVlanId: subInnerVlanId };
      claimed.set(idOf(frames), swIfIndex);
    }
    return claimed;
  });
}

/** How VPP tells frames apart, which is not by an exact match. */
function idOf({ swIfIndex, subIfFlags, outerVlanId = 0, innerVlanId = 0 }: Frames): string {
  if ((subIfFlags & SubIfFlags.SUB_IF_API_FLAG_DEFAULT) !== 0) return `${swIfIndex} default`;
  const told =
    SubIfFlags.SUB_IF_API_FLAG_ONE_TAG |
    SubIfFlags.SUB_IF_API_FLAG_TWO_TAGS |
    SubIfFlags.SUB_IF_API_FLAG_DOT1AD |
    SubIfFlags.SUB_IF_API_FLAG_INNER_VLAN_ID_ANY;
  return `${swIfIndex} ${subIfFlags & told} ${outerVlanId} ${innerVlanId}`;
}
