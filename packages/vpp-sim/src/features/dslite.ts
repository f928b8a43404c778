import {
  DsliteAddDelPoolAddrRange,
  DsliteAddressDump,
  DsliteGetAftrAddr,
  DsliteGetB4Addr,
  DsliteSetAftrAddr,
  DsliteSetB4Addr,
} from "vpp-binapi-ts/api";
import { answer, answerDump, type Feature, VppDies } from "../handler.js";
import { Retval } from "../retval.js";
import { recordsOf } from "../state/records.js";

/** VPP keeps maps of all ports for each address. */
const MOST_ADDRESSES = 1 << 20;

const ends = recordsOf<DsliteSetAftrAddr>("dslite-ends");
const pool = recordsOf<{ readonly ipAddress: Uint8Array }>("dslite-pool");

/** Dual-Stack Lite at the provider's end (plugin dslite), without packets and without its entries of the FIB. */
export const dslite: Feature = {
  name: "dslite",
  handlers: [
    answer(DsliteSetAftrAddr, (vpp, asked) => {
      ends(vpp).set("aftr", asked);
      return { retval: Retval.OK };
    }),
    answer(DsliteGetAftrAddr, (vpp) => ({ retval: Retval.OK, ...(ends(vpp).get("aftr") ?? nowhere) })),
    // That the simulator is a subscriber's end cannot be said.
    answer(DsliteSetB4Addr, () => ({ retval: Retval.FEATURE_DISABLED })),
    answer(DsliteGetB4Addr, () => ({ retval: Retval.OK, ...nowhere })),
    answer(DsliteAddDelPoolAddrRange, (vpp, { startAddr, endAddr, isAdd }) => {
      const [first, last] = [startAddr, endAddr].map((address) => Buffer.from(address).readUInt32BE());
      if (!isAdd || last! < first!) throw new VppDies("of an address that leaves the pool, or of a range without end");
      if (last! - first! >= MOST_ADDRESSES) throw new VppDies("of a range for which its memory is too small");
      for (let number = first!; number <= last!; number++) {
        const ipAddress = Buffer.alloc(4);
        ipAddress.writeUInt32BE(number);
        if (pool(vpp).has(String(number))) return { retval: Retval.UNSPECIFIED };
        pool(vpp).set(String(number), { ipAddress });
      }
      return { retval: Retval.OK };
    }),
    answerDump(DsliteAddressDump, (vpp) => pool(vpp).values()),
  ],
};

const nowhere = { ip4Addr: new Uint8Array(4), ip6Addr: new Uint8Array(16) };
