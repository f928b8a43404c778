import { AddressFamily, IpNeighborConfig, IpNeighborConfigGet } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import type { Family } from "./addresses.js";

interface Value {
  readonly "max-number"?: number;
  readonly "max-age"?: number;
  readonly recycle?: boolean;
}

/** What VPP starts with. */
const defaults = { "max-number": 50_000, "max-age": 0, recycle: false } as const;

export const ipv4NeighborTable = neighborTable("ipv4");
export const ipv6NeighborTable = neighborTable("ipv6");

/** Limits of the neighbour table of one family. VPP always has them. */
function neighborTable(family: Family) {
  const af = family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4;
  const configure = async ({ vpp }: TranslatorContext, value: Value): Promise<void> => {
    const { "max-number": maxNumber, "max-age": maxAge, recycle } = { ...defaults, ...value };
    await vpp.call(IpNeighborConfig, { af, maxNumber, maxAge, recycle });
  };
  return defineTranslator<Record<never, never>, Value>({
    name: `${family}-neighbor-table`,
    path: `/sweetcomb-neighbors:neighbor-tables/${family}`,
    keys: {},
    leafs: ["max-number", "max-age", "recycle"],
    messages: [IpNeighborConfig, IpNeighborConfigGet],
    create: (context, { value }) => configure(context, value),
    update: (context, { value }) => configure(context, value),
    delete: (context) => configure(context, defaults),
    async *dump({ vpp }) {
      const { maxNumber, maxAge, recycle } = await vpp.call(IpNeighborConfigGet, { af });
      yield { key: {}, value: { "max-number": maxNumber, "max-age": maxAge, recycle }, origin: "ietf-origin:system" };
    },
  });
}
