/** What is wrong with the fields of a request by themselves. Absent fields are zero. */

import { SrBehavior } from "vpp-binapi-ts/api";
import { ALL, FIRST_LABEL, LAST_LABEL } from "./numbers.js";
import { addressesIn } from "./size-checks.js";

export type VppFields = Readonly<Record<string, unknown>>;

export function isWithoutPaths({ translation }: VppFields): boolean {
  const paths = (translation as VppFields | undefined)?.paths as readonly unknown[] | undefined;
  return paths === undefined || paths.length === 0;
}

/** The older dump tells the first path of each redirection, and looks for it where there is none. */
export function isRedirectionWithoutPaths({ isAdd, punt }: VppFields): boolean {
  const { paths = [] } = (punt ?? {}) as { readonly paths?: readonly unknown[] };
  return isAdd === true && paths.length === 0;
}

/** Sessions of every inside host are allocated at once; more outside than inside addresses divide by zero. */
export function isLargeOrUnevenMap({ isAdd, inPlen = 0, outPlen = 0 }: VppFields): boolean {
  if (isAdd !== true) return false;
  return Number(outPlen) < Number(inPlen) || Number(inPlen) < 20 || Number(outPlen) > 32;
}

export function isDisabling({ enable }: VppFields): boolean {
  return enable !== true;
}

export function wantsAllNodes({ index = 0, name = "" }: VppFields): boolean {
  return index === ALL && name === "";
}

/** VPP has as many places as packets have bits, and looks at no end of them. */
export function isBehindBits({ brRoute }: VppFields): boolean {
  const { brBp = 0, brTblId } = (brRoute ?? {}) as VppFields;
  const { btHdrLenId = 0 } = (brTblId ?? {}) as VppFields;
  return Number(brBp) > 64 * 2 ** Number(btHdrLenId);
}

/** VPP keeps an entry without a list of paths, and ends where it shows that. */
export function isBierWithoutPaths({ brIsAdd, brIsReplace, brRoute }: VppFields): boolean {
  const { brPaths = [] } = (brRoute ?? {}) as { readonly brPaths?: readonly unknown[] };
  return (brIsAdd === true || brIsReplace === true) && brPaths.length === 0;
}

/** VPP would walk without end. */
export function isWithoutWalkInterval({ expireWalkIntervalMs = 0 }: VppFields): boolean {
  return expireWalkIntervalMs === 0;
}

/** The initial retransmission time (RFC 8415 15) of a message that is to be sent again and again. */
export function isWithoutRetransmission({ stop, irt = 0 }: VppFields): boolean {
  return stop !== true && irt === 0;
}

/** The longest time between two of them, too. */
export function isSolicitationWithoutPause({ stop, irt = 0, mrt = 0 }: VppFields): boolean {
  return stop !== true && (irt === 0 || mrt === 0);
}

export function isWithoutFilterName({ filterFunctionName = "" }: VppFields): boolean {
  return filterFunctionName === "";
}

export function isWithoutSegments({ sids }: VppFields): boolean {
  return Number((sids as VppFields | undefined)?.numSids ?? 0) === 0;
}

/** The operation that adds a list of segments to a policy. */
const ADDS_LIST = 1;

export function addsEmptyList(fields: VppFields): boolean {
  return fields.operation === ADDS_LIST && isWithoutSegments(fields);
}

/** VPP takes the weight of a policy of labels for the length of a list when it deletes the next one, and finds no way by label 0. */
export function isFaultyLabelPolicy({ bsid = 0, segments, weight = 0 }: VppFields): boolean {
  const isReserved = Number(bsid) < FIRST_LABEL || Number(bsid) > LAST_LABEL;
  const [first = 0] = (segments as readonly unknown[] | undefined) ?? [];
  return isReserved || weight !== 1 || first === 0;
}

/** VPP has no node that sends one frame along several paths of labels (replicate.c). */
export function isLabelTunnelOfFrames({ mtIsAdd, mtTunnel }: VppFields): boolean {
  const { mtL2Only, mtIsMulticast } = (mtTunnel ?? {}) as VppFields;
  return mtIsAdd !== false && mtL2Only === true && mtIsMulticast === true;
}

/** Of `sr_behavior`; 4 and 10 are marks between them, and what follows belongs to plugins that register it. */
const KNOWN_BEHAVIORS: readonly unknown[] = [1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13];

export function isUnknownBehavior({ isDel, behavior = 0 }: VppFields): boolean {
  return isDel !== true && !KNOWN_BEHAVIORS.includes(behavior);
}

const TO_NEIGHBOURS: readonly unknown[] = [
  SrBehavior.SR_BEHAVIOR_API_X,
  SrBehavior.SR_BEHAVIOR_API_DX6,
  SrBehavior.SR_BEHAVIOR_API_DX4,
  SrBehavior.SR_BEHAVIOR_API_UA,
];

/**
 * VPP keeps the adjacency of the local SID when its interface goes, and has it for the next interface of that number: for a tunnel, which
 * dies of it with its first packet. LISP knows no such neighbours at all.
 */
export function isLocalSidToNeighbour({ isDel, behavior = 0 }: VppFields): boolean {
  return isDel !== true && TO_NEIGHBOURS.includes(behavior);
}

/** Lengths in bytes that IPsec knows, by VPP's numbers of the algorithms. */
const CRYPTO_KEY_BYTES: readonly number[] = [0, 16, 24, 32, 16, 24, 32, 16, 24, 32, 8, 24, 32, 16, 24, 32];
const INTEGRITY_KEY_BYTES: readonly number[] = [0, 16, 20, 32, 32, 48, 64];
/** IPSEC_API_SAD_FLAG_IS_TUNNEL and ..._IS_TUNNEL_V6. */
const TUNNEL_FLAGS = 4 | 8;

export function isTunnelWithBadKey({ isAdd, entry }: VppFields): boolean {
  if (isAdd === false) return false;
  const {
    flags = 0,
    cryptoAlgorithm = 0,
    cryptoKey,
    integrityAlgorithm = 0,
    integrityKey,
  } = (entry ?? {}) as VppFields;
  if ((Number(flags) & TUNNEL_FLAGS) === 0) return false;
  return (
    keyBytes(cryptoKey) !== CRYPTO_KEY_BYTES[Number(cryptoAlgorithm)] ||
    keyBytes(integrityKey) !== INTEGRITY_KEY_BYTES[Number(integrityAlgorithm)]
  );
}

function keyBytes(key: unknown): number {
  return Number((key as VppFields | undefined)?.length ?? 0);
}

const HEAP_BYTES = 1_048_576;
const BUCKET_BYTES = 4096;
const MAX_SKIPPED_VECTORS = 5;

/** VPP ends when the memory of a table is full, and rounds the buckets up to a power of two. A table that is there keeps both. */
export function isTableThatFillsUp(fields: VppFields): boolean {
  const { isAdd, nbuckets = 0, memorySize = 0, skipNVectors = 0 } = fields;
  if (isAdd !== true) return false;
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(1, Number(nbuckets))));
  return Number(memorySize) < HEAP_BYTES + buckets * BUCKET_BYTES || Number(skipNVectors) > MAX_SKIPPED_VECTORS;
}

export function isEnabling({ isEnable }: VppFields): boolean {
  return isEnable === true;
}

export function isAdding({ isAdd }: VppFields): boolean {
  return isAdd === true;
}

export function isDeleting({ isAdd }: VppFields): boolean {
  return isAdd !== true;
}

/** The default route of LISP itself is such an entry. */
export function isAnyWithoutLocators({ isAdd, rmtEid, locs }: VppFields): boolean {
  if (isAdd !== true || (locs as readonly unknown[] | undefined)?.length) return false;
  const { type = 0, address } = (rmtEid ?? {}) as VppFields;
  const { prefix } = (address ?? {}) as VppFields;
  return type === 0 && Number((prefix as VppFields | undefined)?.len ?? 0) === 0;
}

/** VPP takes any address for that of the link, and ends when a client of DHCPv6 there has none that begins as one. */
export function isNotOfLink({ ip }: VppFields): boolean {
  const [first = 0, second = 0] = (ip as Uint8Array | undefined) ?? [];
  return first !== 0xfe || second >> 6 !== 0b10;
}

const MAX_POOL = 1024;

/** A deletion frees what belongs to another address; a range that ends before it starts has 4 billion. */
export function isUnsafePoolRange(fields: VppFields): boolean {
  const addresses = addressesIn(fields);
  return fields.isAdd !== true || addresses < 1 || addresses > MAX_POOL;
}

/** Number 0 is an interface by name only. */
export function isLocalInterface({ rxSwIfIndex = 0 }: VppFields): boolean {
  return rxSwIfIndex === 0;
}

const IP6 = 1;

/** VPP has range checks of IPv4 only. For IPv6 it lets go of a table of IPv4 that it does not hold, or of none. */
export function isOfIpv6({ prefix }: VppFields): boolean {
  return ((prefix as VppFields | undefined)?.address as VppFields | undefined)?.af === IP6;
}

/** VPP takes any length of queues, and ends when it makes them, which is when the NAT is enabled and there are workers. */
export function isUnevenQueue({ frameQueueNelts = 0 }: VppFields): boolean {
  const size = Number(frameQueueNelts);
  return size !== 0 && (size < SHORTEST_QUEUE || !Number.isInteger(Math.log2(size)));
}

/** Of a main thread and many workers. */
const SHORTEST_QUEUE = 64;

/** Of sr_mobile_policy_add: VPP makes no way for end.m.gtp6.d, and looks for it, and does not answer for the others. */
export function isOtherThanGtp4({ behavior }: VppFields): boolean {
  return behavior !== "t.m.gtp4.d";
}
