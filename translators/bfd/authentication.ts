import { BfdUdpAuthActivate, BfdUdpAuthDeactivate, type BfdUdpDel } from "vpp-binapi-ts/api";
import type { TranslatorContext } from "../../src/southbound/translator.js";
import type { Authentication } from "./session-wire.js";

type Vpp = TranslatorContext["vpp"];
type Session = Pick<BfdUdpDel, "swIfIndex" | "localAddr" | "peerAddr">;

/**
 * Changes how a session is authenticated, at once or when the peer does (bfd_udp_auth_activate, bfd_udp_auth_deactivate). Whether a
 * delayed change has come about is not told, and VPP 26.06 keeps the key of one that is replaced in use for as long as the session is
 * there. So one that may be under way is taken back first, in the same moment.
 */
export async function changeAuthentication(
  vpp: Vpp,
  session: Session,
  after: Authentication | undefined,
  before: Authentication | undefined,
): Promise<void> {
  const isDelayed = (after ?? before)?.["delayed-change"] ?? false;
  if (after === undefined) {
    await vpp.call(BfdUdpAuthDeactivate, { ...session, isDelayed });
    return;
  }
  if (isDelayed && before !== undefined && isSameKey(after, before)) return;
  const mayBeUnderWay = before?.["delayed-change"] === true;
  const key = { confKeyId: after.key, bfdKeyId: after["key-id"] };
  await Promise.all([
    ...(mayBeUnderWay ? [vpp.call(BfdUdpAuthDeactivate, { ...session, isDelayed })] : []),
    vpp.call(BfdUdpAuthActivate, { ...session, ...key, isDelayed }),
  ]);
}

function isSameKey(one: Authentication, other: Authentication): boolean {
  return one.key === other.key && one["key-id"] === other["key-id"];
}
