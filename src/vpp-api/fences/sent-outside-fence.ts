/**
 * Frames of layer 2 for an interface that is no part of it. VPP 26.06 reads their next node behind its table of nodes where the interface has functions in
 * layer 2 for what it sends, and reads behind its table of interfaces where the interface has a number above 100.
 */

import type { VppCaller } from "vpp-binapi-ts";
import {
  CliInband,
  L2FlagsGet,
  L2XconnectDump,
  SpanState,
  SrBehavior,
  SrLocalsidsDump,
  SwInterfaceSpanDump,
} from "vpp-binapi-ts/api";
import type { VppFields } from "./fence-checks.js";
import { interfaceShown } from "./interface-fences.js";
import { unlessRefused } from "./unless-refused.js";

type Missing = Promise<string | undefined>;

/** The interface that a request is about in the way that is looked at; undefined where it is not. */
type InterfaceOf = (fields: VppFields) => unknown;

/** VPP makes its tables of layer 2 with places for so many, and later ones for interfaces that come into layer 2. */
const LAST_PLACE = 100;

/** The interface that a cross-connect gives frames to. */
export const connectedTo: InterfaceOf = ({ enable, txSwIfIndex = 0 }) => (enable === false ? undefined : txSwIfIndex);

/** The interface that a mirror of layer 2 gives copies to. */
export const mirroredTo: InterfaceOf = ({ isL2, state = 0, swIfIndexTo = 0 }) =>
  isL2 === true && state !== 0 ? swIfIndexTo : undefined;

/** The interface whose sent frames a mirror of layer 2 copies. */
export const mirroredFrom: InterfaceOf = ({ isL2, state = 0, swIfIndexFrom = 0 }) =>
  isL2 === true && (Number(state) & SpanState.SPAN_STATE_API_TX) !== 0 ? swIfIndexFrom : undefined;

/** The interface that a segment gives frames to; VPP makes a place for it. */
export const unwrappedTo: InterfaceOf = ({ isDel, behavior, swIfIndex = 0 }) =>
  isDel !== true && behavior === SrBehavior.SR_BEHAVIOR_API_DX2 ? swIfIndex : undefined;

/** Why frames cannot be given to an interface. @param hasPlace whether VPP makes a place for it by that */
export function needsReceiverInLayer2(receiverOf: InterfaceOf, hasPlace = false) {
  return async (fields: VppFields, vpp: VppCaller): Missing => {
    const index = receiverOf(fields);
    if (index === undefined || (await isInLayer2(index, vpp))) return undefined;
    if (!hasPlace && Number(index) > LAST_PLACE)
      return `interface ${index} is no part of layer 2, and VPP may have no place for it`;
    if (!(await hasFunctions(index, vpp))) return undefined;
    return `interface ${index} has functions for what it sends, and is no part of layer 2; bridge it first`;
  };
}

/** Why an interface cannot get a function for what it sends. */
export function needsSenderInLayer2(senderOf: InterfaceOf) {
  return async (fields: VppFields, vpp: VppCaller): Missing => {
    const index = senderOf(fields);
    if (index === undefined || !(await getsFrames(index, vpp)) || (await isInLayer2(index, vpp))) return undefined;
    return `frames of layer 2 are given to interface ${index}, which is no part of it; bridge it first`;
  };
}

async function isInLayer2(swIfIndex: unknown, vpp: VppCaller): Promise<boolean> {
  return (await unlessRefused(vpp.call(L2FlagsGet, { swIfIndex: Number(swIfIndex) }))) !== undefined;
}

async function hasFunctions(index: unknown, vpp: VppCaller): Promise<boolean> {
  const found = await interfaceShown(vpp, index);
  if (found === undefined) return false;
  const { reply } = await vpp.call(CliInband, { cmd: `show interface features ${found.interfaceName}` });
  const [, shown = ""] = reply.split(/^l2-output:/m);
  return /^\s*[A-Z_\d]+ \(/m.test(shown);
}

async function getsFrames(index: unknown, vpp: VppCaller): Promise<boolean> {
  for await (const { txSwIfIndex } of vpp.dump(L2XconnectDump)) if (txSwIfIndex === index) return true;
  for await (const { swIfIndexTo } of vpp.dump(SwInterfaceSpanDump, { isL2: true }))
    if (swIfIndexTo === index) return true;
  for await (const { behavior, xconnectIfaceOrVrfTable } of vpp.dump(SrLocalsidsDump)) {
    if (behavior === SrBehavior.SR_BEHAVIOR_API_DX2 && xconnectIfaceOrVrfTable === index) return true;
  }
  return false;
}
