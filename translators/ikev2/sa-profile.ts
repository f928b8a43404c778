import type { Ikev2Id, Ikev2Profile, Ikev2Sa } from "vpp-binapi-ts/api";
import { formatAddress } from "../ip/addresses.js";

type Ends = Pick<Ikev2Sa, "iId" | "rId" | "iaddr" | "raddr">;

/**
 * The name of the profile that an association is of: the one with the identities of its ends, and the place of its peer where several have them.
 * VPP tells it with `ikev2_sa_v2_dump` and `ikev2_sa_v3_dump`, which version 26.06 does not outlive while an association has no profile.
 * @returns undefined where none fits, or more than one does, and while the initiator has not said who it is
 */
export function profileOf(sa: Ends, profiles: readonly Ikev2Profile[]): string | undefined {
  if (isNobody(sa.iId)) return undefined;
  const fitting = profiles.filter((profile) => isCalledWith(profile, sa) || isCalledBy(profile, sa));
  const [first, ...others] = fitting.length > 1 ? fitting.filter((profile) => hasPlaceAt(profile, sa)) : fitting;
  return others.length === 0 ? first?.name : undefined;
}

/** VPP began: it takes any peer where the profile names none. */
function isCalledWith({ locId, remId }: Ikev2Profile, { iId, rId }: Ends): boolean {
  return isSame(locId, iId) && (isNobody(remId) || isSame(remId, rId));
}

/** The peer began. */
function isCalledBy({ locId, remId }: Ikev2Profile, { iId, rId }: Ends): boolean {
  return isSame(remId, iId) && isSame(locId, rId);
}

function hasPlaceAt({ responder }: Ikev2Profile, { iaddr, raddr }: Ends): boolean {
  const place = formatAddress(responder.addr);
  return place === formatAddress(iaddr) || place === formatAddress(raddr);
}

/** Of addresses, the text of VPP's keeps only a part, so that several may be the same. */
function isSame(one: Ikev2Id, other: Ikev2Id): boolean {
  return one.type === other.type && one.dataLen === other.dataLen && one.data === other.data;
}

function isNobody({ type }: Ikev2Id): boolean {
  return type === 0;
}
