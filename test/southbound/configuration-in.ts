import type { TestBed } from "../translators/test-bed.js";

/** Members that differ from one interface to the next that is made like it. */
const changing = new Set([
  "statistics",
  "sweetcomb-interfaces:vpp-statistics",
  "last-change",
  "sweetcomb-neighbors:age",
  "if-index",
  "phys-address",
  "sweetcomb-interfaces:mac-address",
  "sweetcomb-neighbors:age",
]);

/** What VPP holds, for comparison: the read-back without what VPP chooses anew each time, entries of lists in a fixed order. */
export async function configurationIn({ southbound }: TestBed): Promise<unknown> {
  return JSON.parse(
    JSON.stringify(await southbound.read({}), (name, value) => (changing.has(name) ? undefined : sorted(value))),
  );
}

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value
    .map((entry) => [JSON.stringify(entry), entry])
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, entry]) => entry);
}
