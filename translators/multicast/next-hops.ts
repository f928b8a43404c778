/** Next hops of multicast routes: a path each, and what the route does with the interface of it (mfib_types.api). */

import { MfibItfFlags, type MfibPath } from "vpp-binapi-ts/api";
import type { ObjectRef, TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "../ip/addresses.js";
import { comparablePath, decodePath, encodePath, type Path, pathDependencies } from "../routing/path.js";

/** An entry in RFC 7951 form. */
export interface NextHop {
  readonly index: string;
  readonly "outgoing-interface"?: string;
  readonly "interface-flags"?: string;
  readonly "next-hop-address"?: string;
  readonly "resolve-in-vrf"?: string;
  readonly receive?: readonly [null];
}

export interface MulticastPath {
  readonly path: Path;
  /** Names of bits in the order of YANG; none where VPP does not tell them. */
  readonly flags: readonly string[];
}

export interface Place {
  readonly family: Family;
  readonly vrf: string;
}

/** In the order of their positions in YANG. */
const flagBits = [
  ["negate-signal", MfibItfFlags.MFIB_API_ITF_FLAG_NEGATE_SIGNAL],
  ["accept", MfibItfFlags.MFIB_API_ITF_FLAG_ACCEPT],
  ["forward", MfibItfFlags.MFIB_API_ITF_FLAG_FORWARD],
  ["signal-present", MfibItfFlags.MFIB_API_ITF_FLAG_SIGNAL_PRESENT],
  ["do-not-preserve", MfibItfFlags.MFIB_API_ITF_FLAG_DONT_PRESERVE],
] as const;

export function multicastPaths(list: readonly NextHop[] = [], { family, vrf }: Place): readonly MulticastPath[] {
  return list.map((entry) => ({
    path: { via: viaOf(entry, family, vrf), weight: 1, preference: 0, labels: [] },
    // What has no interface is there to send.
    flags: entry["outgoing-interface"] === undefined ? ["forward"] : flagsOf(entry["interface-flags"]),
  }));
}

function flagsOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(" ");
}

function viaOf(entry: NextHop, family: Family, vrf: string): Path["via"] {
  if (entry.receive !== undefined) return { kind: "special", special: "receive", family };
  return {
    kind: "hop",
    family,
    interface: entry["outgoing-interface"],
    address: entry["next-hop-address"],
    vrf: entry["resolve-in-vrf"] ?? vrf,
    resolveVia: undefined,
  };
}

/** The list for paths that VPP shows, numbered. */
export function nextHopList(paths: readonly MulticastPath[], vrf: string): readonly NextHop[] {
  return paths.map(({ path: { via }, flags }, at) => {
    const index = String(at + 1);
    if (via.kind !== "hop") return { index, receive: [null] };
    return {
      index,
      ...(via.interface !== undefined && { "outgoing-interface": via.interface }),
      ...(via.interface !== undefined && flags.length > 0 && { "interface-flags": flags.join(" ") }),
      ...(via.address !== undefined && { "next-hop-address": via.address }),
      ...(via.interface === undefined && via.vrf !== vrf && { "resolve-in-vrf": via.vrf }),
    };
  });
}

export function nextHopDependencies(list: readonly NextHop[] | undefined, family: Family): readonly ObjectRef[] {
  const place = { family, vrf: "default" };
  return multicastPaths(list, place).flatMap(({ path }) => pathDependencies(path));
}

/** As VPP takes it. */
export function encodeMulticastPath(
  context: Pick<TranslatorContext, "handleOf" | "configured">,
  { path, flags }: MulticastPath,
) {
  let itfFlags = 0;
  for (const [name, bit] of flagBits) if (flags.includes(name)) itfFlags |= bit;
  return { itfFlags: itfFlags as MfibItfFlags, path: encodePath(context, path) };
}

/**
 * A path as VPP shows it; undefined for one that YANG cannot say. The flags of an interface that has several are shown as none
 * (mfib_api_path_itf_flags_encode).
 */
export function decodeMulticastPath(
  context: Pick<TranslatorContext, "keyOf">,
  { itfFlags, path }: MfibPath,
): MulticastPath | undefined {
  const decoded = decodePath(context, path);
  if (decoded === undefined) return undefined;
  const { via } = decoded;
  if (via.kind !== "hop" && !(via.kind === "special" && via.special === "receive")) return undefined;
  return { path: decoded, flags: flagBits.filter(([, bit]) => bit === itfFlags).map(([name]) => name) };
}

/** Whether VPP shows what is configured, in any order and under any index. */
export function showsNextHops(
  configured: readonly NextHop[] | undefined,
  shown: readonly NextHop[] | undefined,
  place: Place,
): boolean {
  const some = byPath(multicastPaths(configured, place));
  const others = byPath(multicastPaths(shown, place));
  if (some.size !== others.size) return false;
  return Array.from(some).every(([text, flags]) => {
    const seen = others.get(text);
    return seen !== undefined && showsFlags(flags, seen);
  });
}

/** VPP tells one flag, and of several none. It sets and takes signal-present itself. */
function showsFlags(configured: readonly string[], shown: readonly string[]): boolean {
  const [some, others] = [configured, shown].map((flags) =>
    flags.filter((flag) => flag !== "signal-present").join(" "),
  );
  return others === "" || others === some;
}

/** What VPP has to be told of to come from some paths to others. Paths are the same to VPP by where they lead. */
export function pathChanges(before: readonly MulticastPath[], after: readonly MulticastPath[]) {
  const [some, others] = [byPath(before), byPath(after)];
  const isKept = ({ path, flags }: MulticastPath) => some.get(comparablePath(path))?.join() === flags.join();
  return {
    removed: before.filter(({ path }) => !others.has(comparablePath(path))),
    set: after.filter((each) => !isKept(each)),
  };
}

/** @returns whether two next hops lead to the same place, which VPP takes for one */
export function hasRepeated(list: readonly NextHop[] | undefined, place: Place): boolean {
  const paths = multicastPaths(list, place);
  return byPath(paths).size < paths.length;
}

function byPath(paths: readonly MulticastPath[]): ReadonlyMap<string, readonly string[]> {
  return new Map(paths.map(({ path, flags }) => [comparablePath(path), flags]));
}
