import {
  type Eid,
  EidType,
  LispAdjacenciesGet,
  OneAddDelAdjacency,
  OneAddDelLocalEid,
  OneAddDelRemoteMapping,
  OneAdjacenciesGet,
  OneEidTableAddDelMap,
  type OneEidTableDetails,
  OneEidTableDump,
  OneEidTableMapDump,
  OneEidTableVniDump,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { NONE, Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import {
  addressText,
  addSet,
  coverSet,
  eidText,
  isAny,
  LISP_DISABLED,
  type LocatorSet,
  locatorSets,
  planeOf,
  setByName,
} from "./lisp-state.js";

interface Mapping {
  readonly vni: number;
  readonly eid: Eid;
  readonly isLocal: boolean;
  readonly lsIndex: number;
  readonly action: number;
  readonly key: OneAddDelLocalEid["key"];
}

interface Adjacency {
  readonly vni: number;
  readonly reid: Eid;
  readonly leid: Eid;
}

const tables = recordsOf<OneEidTableAddDelMap>("lisp-eid-tables");
const mappings = recordsOf<Mapping>("lisp-mappings");
const adjacencies = recordsOf<Adjacency>("lisp-adjacencies");

const NO_KEY = { id: 0, key: new Uint8Array(64) } as const;
const STATIC_TTL = 0xffff_ffff;

/** Virtual networks, mappings and adjacencies of LISP (plugin lisp). */
export const lispMappings: Feature = {
  name: "lisp-mappings",
  handlers: [
    answer(OneEidTableAddDelMap, (vpp, request) => {
      if (!planeOf(vpp).isEnabled) return { retval: LISP_DISABLED };
      const { isAdd, vni, dpTable, isL2 } = request;
      const key = `${isL2} ${vni}`;
      if (!isL2 && (vni === 0 || dpTable === 0)) return { retval: Retval.UNSPECIFIED };
      const isTaken = [...tables(vpp).values()].some((each) => each.isL2 === isL2 && each.dpTable === dpTable);
      if (isAdd ? isTaken || tables(vpp).has(key) : !tables(vpp).has(key)) return { retval: Retval.UNSPECIFIED };
      if (isAdd) tables(vpp).set(key, request);
      else tables(vpp).delete(key);
      return { retval: Retval.OK };
    }),
    answerDump(OneEidTableMapDump, function* (vpp, { isL2 }) {
      for (const table of tables(vpp).values()) {
        if (table.isL2 === isL2) yield { vni: table.vni, dpTable: table.dpTable };
      }
      if (!isL2) yield { vni: 0, dpTable: 0 };
    }),
    answerDump(OneEidTableVniDump, function* (vpp) {
      const vnis = new Set([...tables(vpp).values()].map(({ vni }) => vni));
      for (const vni of vnis.add(0)) yield { vni };
    }),
    answer(OneAddDelLocalEid, (vpp, { isAdd, eid, locatorSetName, vni, key }) => {
      const set = setByName(vpp, locatorSetName);
      if (eid.type === EidType.EID_TYPE_API_NSH || set === undefined) return { retval: Retval.INVALID_VALUE };
      if (!planeOf(vpp).isEnabled) return { retval: LISP_DISABLED };
      if (!hasTable(vpp, vni, eid)) return { retval: Retval.INVALID_VALUE };
      const found = lookUp(vpp, vni, eid);
      if (isAdd) return { retval: addMapping(vpp, { vni, eid, isLocal: true, lsIndex: set.lsIndex, action: 0, key }) };
      if (found === undefined) return { retval: Retval.INVALID_VALUE };
      if (idOf(found) !== idOf({ vni, eid })) throw new VppDies("a mapping around these endpoints is deleted instead");
      if (found.lsIndex !== set.lsIndex) throw new VppDies("a mapping is deleted with another locator set");
      mappings(vpp).delete(idOf(found));
      for (const [id, { leid }] of adjacencies(vpp)) if (eidText(leid) === eidText(eid)) adjacencies(vpp).delete(id);
      return { retval: Retval.OK };
    }),
    answer(OneAddDelRemoteMapping, (vpp, { isAdd, vni, action, deid: eid, rlocs }) => {
      if (!planeOf(vpp).isEnabled) return { retval: LISP_DISABLED };
      const found = lookUp(vpp, vni, eid);
      if (isAdd) {
        const { lsIndex } = addSet(vpp, { locators: rlocs });
        return { retval: addMapping(vpp, { vni, eid, isLocal: false, lsIndex, action, key: NO_KEY }) };
      }
      if (found === undefined) return { retval: Retval.UNSPECIFIED };
      adjacencies(vpp).delete(idOf(found));
      // The locators stay.
      return { retval: mappings(vpp).delete(idOf({ vni, eid })) ? Retval.OK : Retval.UNSPECIFIED };
    }),
    answerDump(OneEidTableDump, function* (vpp, { eidSet, vni, eid }) {
      if (!eidSet) yield* [...mappings(vpp).values()].map((mapping) => detailsOf(vpp, mapping));
      const found = eidSet ? lookUp(vpp, vni, eid) : undefined;
      if (found !== undefined) yield detailsOf(vpp, found);
    }),
    answer(OneAddDelAdjacency, (vpp, { isAdd, vni, reid, leid }) => {
      const plane = planeOf(vpp);
      if (!plane.isEnabled) return { retval: LISP_DISABLED };
      const remote = lookUp(vpp, vni, reid);
      if (remote === undefined) return { retval: Retval.UNSPECIFIED };
      if (!isAdd) {
        adjacencies(vpp).delete(idOf(remote));
        return { retval: Retval.OK };
      }
      const isNsh = reid.type === EidType.EID_TYPE_API_NSH;
      const proxySet = isNsh ? plane.nshSet : plane.pitrSet;
      const hasLocators = isNsh || plane.isPitr ? proxySet !== undefined : lookUp(vpp, vni, leid) !== undefined;
      if (!hasLocators) return { retval: Retval.UNSPECIFIED };
      if (isAny(remote.eid)) throw new VppDies("the default route gets an adjacency");
      adjacencies(vpp).set(idOf(remote), { vni, reid: remote.eid, leid });
      return { retval: Retval.OK };
    }),
    answer(LispAdjacenciesGet, (vpp, { vni }) => {
      const shown = (eid: Eid) => (eid.type === EidType.EID_TYPE_API_NSH ? anyPrefix : eid);
      const found = [...adjacencies(vpp).values()].filter((each) => each.vni === vni);
      const list = found.map(({ reid, leid }) => ({ reid: shown(reid), leid: shown(leid) }));
      return { retval: Retval.OK, adjacencies: list };
    }),
    answer(OneAdjacenciesGet, (vpp, { vni }) => {
      const found = [...adjacencies(vpp).values()].filter((each) => each.vni === vni);
      const list = found.map(({ reid, leid }) => ({ reid: asPrefix(reid), leid: asPrefix(leid) }));
      return { retval: Retval.OK, adjacencies: list };
    }),
  ],
};

export function hasMappings(vpp: Vpp, { lsIndex }: LocatorSet): boolean {
  return [...mappings(vpp).values()].some((mapping) => mapping.lsIndex === lsIndex);
}

const anyPrefix: Eid = {
  type: EidType.EID_TYPE_API_PREFIX,
  address: { prefix: { address: { af: 0, un: { ip4: new Uint8Array(4) } }, len: 0 } },
};

/** VPP says "prefix" of all endpoints, with the bytes that they have. */
function asPrefix(eid: Eid): Eid {
  const { type, address } = eid;
  if (type === EidType.EID_TYPE_API_PREFIX) return eid;
  const { spi = 0, si = 0 } = address.nsh ?? {};
  const ip4 = Uint8Array.of(spi >> 16, (spi >> 8) & 0xff, spi & 0xff, si);
  return { ...anyPrefix, address: { prefix: { address: { af: 0, un: { ip4 } }, len: 0 } } };
}

function addMapping(vpp: Vpp, mapping: Mapping): number {
  if (mapping.isLocal && mappings(vpp).has(idOf(mapping))) return Retval.VALUE_EXIST;
  const found = lookUp(vpp, mapping.vni, mapping.eid);
  if (isPrefix(mapping.eid) && found !== undefined && isPrefix(found.eid)) {
    const isSame = idOf(found) === idOf(mapping);
    const isTaken = addressText(found.eid) === addressText(mapping.eid);
    if (isTaken && !isSame) throw new VppDies("a mapping takes the place of another with the same address");
  }
  mappings(vpp).set(idOf(mapping), mapping);
  coverSet(vpp, { lsIndex: mapping.lsIndex, locators: [] });
  return Retval.OK;
}

/** The mapping that VPP means: that of the same address, or of the longest prefix around it. */
function lookUp(vpp: Vpp, vni: number, eid: Eid): Mapping | undefined {
  const exact = mappings(vpp).get(idOf({ vni, eid }));
  if (exact !== undefined || !isPrefix(eid)) return exact;
  const others = [...mappings(vpp).values()].filter((each) => each.vni === vni && isPrefix(each.eid));
  const same = others.find((each) => addressText(each.eid) === addressText(eid));
  return (
    same ?? others.filter((each) => isAround(each.eid, eid)).sort((one, other) => lengthOf(other) - lengthOf(one))[0]
  );
}

function lengthOf({ eid }: Mapping): number {
  return eid.address.prefix!.len;
}

function isAround(outer: Eid, inner: Eid): boolean {
  const [outerBits, innerBits] = [bitsOf(outer), bitsOf(inner)];
  const { len } = outer.address.prefix!;
  return outerBits.length === innerBits.length && outerBits.slice(0, len) === innerBits.slice(0, len);
}

function bitsOf(eid: Eid): string {
  const bytes = Buffer.from(addressText(eid), "hex");
  return Array.from(bytes, (octet) => octet.toString(2).padStart(8, "0")).join("");
}

function isPrefix({ type }: Eid): boolean {
  return type === EidType.EID_TYPE_API_PREFIX;
}

function hasTable(vpp: Vpp, vni: number, { type }: Eid): boolean {
  const isL2 = type === EidType.EID_TYPE_API_MAC;
  return (vni === 0 && !isL2) || tables(vpp).has(`${isL2} ${vni}`);
}

function idOf({ vni, eid }: Pick<Mapping, "vni" | "eid">): string {
  return `${vni} ${eidText(eid)}`;
}

function detailsOf(vpp: Vpp, { vni, eid, isLocal, lsIndex, action, key }: Mapping): Partial<OneEidTableDetails> {
  const isEmpty = locatorSets(vpp).find((set) => set.lsIndex === lsIndex)?.locators.length === 0;
  const locatorSetIndex = isEmpty ? NONE : lsIndex;
  return { locatorSetIndex, action, isLocal, vni, seid: eid, ttl: isLocal ? 0 : STATIC_TTL, key };
}
