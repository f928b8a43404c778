import { BfdState, type BfdUdpAdd, BfdUdpSessionEvent } from "vpp-binapi-ts/api";
import { peerOf } from "../state/memif.js";
import { listenersOf, recordsOf } from "../state/records.js";
import { emit, type Vpp } from "../state/vpp.js";

export type Ends = Pick<BfdUdpAdd, "swIfIndex" | "localAddr" | "peerAddr">;
export type Session = { -readonly [Name in keyof BfdUdpAdd]: BfdUdpAdd[Name] } & {
  state: BfdState;
  /** The key in use while a delayed change is under way. */
  formerKeyId?: number | undefined;
};

export const sessions = recordsOf<Session>(
  "bfd-sessions",
  (session, swIfIndex) => session.swIfIndex === swIfIndex,
  (vpp, session) => setState(vpp, session, BfdState.BFD_STATE_API_ADMIN_DOWN),
);
/** Who wants to hear of states, by client index. */
export const listeners = listenersOf<{ readonly clientIndex: number }>("bfd");

export function keyOf({ swIfIndex, localAddr, peerAddr }: Ends): string {
  return JSON.stringify([swIfIndex, localAddr, peerAddr]);
}

/**
 * Switches a session on or off. No packet comes, but where its other end is in this VPP, too, behind a memif that is up, both come
 * up at once.
 */
export function setEnabled(vpp: Vpp, session: Session, isEnabled: boolean): void {
  setState(vpp, session, isEnabled ? BfdState.BFD_STATE_API_DOWN : BfdState.BFD_STATE_API_ADMIN_DOWN);
  if (isEnabled) meetOtherEnd(vpp, session);
  else loseOtherEnd(vpp, session);
}

export function meetOtherEnd(vpp: Vpp, session: Session): void {
  const other = otherEnd(vpp, session);
  if (other === undefined || other.state === BfdState.BFD_STATE_API_ADMIN_DOWN) return;
  for (const end of [session, other]) setState(vpp, end, BfdState.BFD_STATE_API_UP);
}

/** A session that has gone off or away leaves its other end behind. */
export function loseOtherEnd(vpp: Vpp, session: Session): void {
  const other = otherEnd(vpp, session);
  if (other?.state === BfdState.BFD_STATE_API_UP) setState(vpp, other, BfdState.BFD_STATE_API_DOWN);
}

function otherEnd(vpp: Vpp, { swIfIndex, localAddr, peerAddr }: Session): Session | undefined {
  const memif = vpp.memif.interfaces.get(swIfIndex);
  const far = memif && peerOf(vpp.memif, memif);
  if (far === undefined || vpp.interfaces.get(swIfIndex)?.isLinkUp !== true) return undefined;
  return sessions(vpp).get(keyOf({ swIfIndex: far.swIfIndex, localAddr: peerAddr, peerAddr: localAddr }));
}

/** VPP names no pid in these events. */
function setState(vpp: Vpp, session: Session, state: BfdState): void {
  if (session.state === state) return;
  session.state = state;
  const { formerKeyId: _, ...told } = session;
  for (const { clientIndex } of listeners(vpp).values()) emit(vpp, clientIndex, BfdUdpSessionEvent, told);
}
