/**
 * Which frames of an interface its sub-interfaces take. VPP 26.06 refuses a second sub-interface for the same frames, and the
 * refusal takes them away from the first one: so it must not come to that.
 */

import { IfType, SubIfFlags, type SwInterfaceDetails } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaceDetails, type ListedInterface, listInterfaces, NO_INTERFACE } from "./interface.js";

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
  const { owners, frames: framesOf } = await claimedFrames(context);
  const id = idOf(frames);
  const owner = owners.get(id);
  if (owner !== undefined && (await isTakenBy(context, owner, id))) {
    const message = "Another sub-interface takes these frames: VPP would let neither have them";
    throw new NotSupportedByVpp("sweetcomb-sub-interfaces:sub-interface", message);
  }
  owners.set(id, NO_INTERFACE);
  try {
    const created = await create();
    owners.set(id, created.swIfIndex);
    framesOf.set(created.swIfIndex, id);
    return created;
  } catch (refusal) {
    owners.delete(id);
    throw refusal;
  }
}

/** Deletes a sub-interface, whose frames are free then. */
export async function releasingFrames<T>(
  context: TranslatorContext,
  swIfIndex: number,
  remove: () => Promise<T>,
): Promise<T> {
  const claims = await claimedFrames(context);
  const removed = await remove();
  const id = claims.frames.get(swIfIndex);
  claims.frames.delete(swIfIndex);
  if (id !== undefined && claims.owners.get(id) === swIfIndex) claims.owners.delete(id);
  return removed;
}

/** Learns of sub-interfaces that others have made. */
export async function learnClaims(
  context: TranslatorContext,
  listed: ReadonlyMap<number, ListedInterface>,
): Promise<void> {
  addClaims(await claimedFrames(context), listed);
}

/** Sub-interfaces by the frames that they take, and the other way round. One that others have removed may still be there. */
interface Claims {
  readonly owners: Map<string, number>;
  readonly frames: Map<number, string>;
}

/** Asked for once per VPP process, and kept up to date from then on. */
function claimedFrames(context: TranslatorContext): Promise<Claims> {
  return context.once("claimed frames", async () =>
    addClaims({ owners: new Map(), frames: new Map() }, await listInterfaces(context)),
  );
}

function addClaims(claims: Claims, listed: ReadonlyMap<number, ListedInterface>): Claims {
  for (const [swIfIndex, { details }] of listed) {
    const id = framesTakenBy(details);
    if (id === undefined || claims.owners.has(id)) continue;
    claims.owners.set(id, swIfIndex);
    claims.frames.set(swIfIndex, id);
  }
  return claims;
}

async function isTakenBy(context: TranslatorContext, owner: number, id: string): Promise<boolean> {
  if (owner === NO_INTERFACE) return true;
  const details = await interfaceDetails(context, owner);
  return details !== undefined && framesTakenBy(details) === id;
}

/** Undefined for an interface that is no sub-interface. */
function framesTakenBy(details: SwInterfaceDetails): string | undefined {
  if (details.type !== IfType.IF_API_TYPE_SUB) return undefined;
  const { supSwIfIndex, subIfFlags, subOuterVlanId, subInnerVlanId } = details;
  return idOf({ swIfIndex: supSwIfIndex, subIfFlags, outerVlanId: subOuterVlanId, innerVlanId: subInnerVlanId });
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
