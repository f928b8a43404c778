/** What VPP has of memory and packet buffers. */

import { countersIn, known, type Section, valueIn } from "./section.js";

const HEAP = /^\/mem\/([^/]+)$/;
const POOL = /^\/buffer-pools\/([^/]+)\/(available|cached|used)$/;

/** `/mem/NAME` has the figures of a heap by index; the names below it stand for single ones of the same. */
export const memoryHeaps: Section = {
  members: ["memory-heap"],
  reads: (name) => HEAP.test(name),
  content(entries) {
    const heaps = [...entries.values()].flatMap((entry) => {
      const name = HEAP.exec(entry.name)?.[1];
      const [[total, used, free] = []] = countersIn(entry);
      return name === undefined ? [] : [{ name, ...known({ total, used, free }) }];
    });
    return { "memory-heap": heaps };
  },
};

/** One gauge each. */
export const bufferPools: Section = {
  members: ["buffer-pool"],
  reads: (name) => POOL.test(name),
  content(entries) {
    const pools = new Set([...entries.keys()].flatMap((name) => POOL.exec(name)?.[1] ?? []));
    const gauges = (pool: string) => {
      const gauge = (what: string) => valueIn(entries.get(`/buffer-pools/${pool}/${what}`));
      return known({ available: gauge("available"), cached: gauge("cached"), used: gauge("used") });
    };
    return { "buffer-pool": [...pools].map((name) => ({ name, ...gauges(name) })) };
  },
};
