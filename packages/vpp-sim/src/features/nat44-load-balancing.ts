/** Mappings of nat44-ed to several inside hosts. */

import {
  Nat44AddDelLbStaticMapping,
  type Nat44LbAddrPort,
  Nat44LbStaticMappingAddDelLocal,
  Nat44LbStaticMappingDump,
  NatConfigFlags,
} from "vpp-binapi-ts/api";
import { answer, answerDump } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";
import type { Vpp } from "../state/vpp.js";
import { isInPool, type Nat44Tables, same, settingsOf, text } from "./nat44-tables.js";

interface SharedMapping {
  readonly externalAddr: Uint8Array;
  readonly externalPort: number;
  readonly protocol: number;
  readonly flags: number;
  readonly tag: string;
  readonly locals: readonly Nat44LbAddrPort[];
}

const mappings = recordsOf<SharedMapping>("nat44-ed-load-balancing");

export function nat44LoadBalancing(tables: Nat44Tables) {
  return {
    forget: (vpp: Vpp) => mappings(vpp).clear(),
    handlers: [
      answer(Nat44AddDelLbStaticMapping, (vpp, { isAdd, affinity: _, ...mapping }) => {
        if (settingsOf(tables, vpp) === undefined) return { retval: Retval.UNSUPPORTED };
        const key = keyOf(mapping);
        if (!isAdd) return { retval: mappings(vpp).delete(key) ? Retval.OK : Retval.NO_SUCH_ENTRY };
        if (mappings(vpp).has(key)) return { retval: Retval.VALUE_EXIST };
        if (mapping.locals.length < 2) return { retval: Retval.INVALID_VALUE };
        const isFree = (mapping.flags & NatConfigFlags.NAT_IS_OUT2IN_ONLY) !== 0;
        if (!isFree && !isInPool(tables, vpp, mapping.externalAddr)) return { retval: Retval.NO_SUCH_ENTRY };
        mappings(vpp).set(key, mapping);
        return { retval: Retval.OK };
      }),
      answer(Nat44LbStaticMappingAddDelLocal, (vpp, { isAdd, local, ...name }) => {
        if (settingsOf(tables, vpp) === undefined) return { retval: Retval.UNSUPPORTED };
        const found = mappings(vpp).get(keyOf(name));
        if (found === undefined) return { retval: Retval.NO_SUCH_ENTRY };
        const others = found.locals.filter((other) => !isSameLocal(other, local));
        const isThere = others.length < found.locals.length;
        if (isAdd && isThere) return { retval: Retval.VALUE_EXIST };
        if (!isAdd && !isThere) return { retval: Retval.NO_SUCH_ENTRY };
        if (!isAdd && found.locals.length < 3) return { retval: Retval.UNSPECIFIED };
        mappings(vpp).set(keyOf(name), { ...found, locals: isAdd ? [...others, local] : others });
        return { retval: Retval.OK };
      }),
      // The affinity is not shown, and neither is that there are ports.
      answerDump(Nat44LbStaticMappingDump, (vpp) => mappings(vpp).values()),
    ],
  };
}

type Name = Pick<SharedMapping, "externalAddr" | "externalPort" | "protocol">;

function keyOf({ externalAddr, externalPort, protocol }: Name): string {
  return `${text(externalAddr)} ${externalPort} ${protocol}`;
}

function isSameLocal(one: Nat44LbAddrPort, other: Nat44LbAddrPort): boolean {
  return same(one.addr, other.addr) && one.port === other.port && one.vrfId === other.vrfId;
}
