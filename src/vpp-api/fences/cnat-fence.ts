import type { VppCaller } from "vpp-binapi-ts";
import { type CnatEndpoint, CnatTranslationDump, IpTableDump } from "vpp-binapi-ts/api";
import { formatAddress } from "../../../translators/ip/addresses.js";
import { type End, endOf, leadsTo } from "../../vpp-limits/leads-to.js";
import type { VppFields } from "./fence-checks.js";
import { NO_INTERFACE } from "./numbers.js";

/**
 * VPP counts sessions of a table in memory of others when its interfaces were bound to it before cnat was first used, which nothing tells.
 * The configuration has VPP make room for them (`translators/cnat/places-for-sessions.ts`).
 */
export async function needsTableZeroAlone(_fields: VppFields, vpp: VppCaller): Promise<string | undefined> {
  for await (const { table } of vpp.dump(IpTableDump)) {
    if (table.tableId !== 0) return `there is table ${table.tableId}; /sweetcomb-cnat:cnat does it`;
  }
  return undefined;
}

/** The same for interfaces where cnat is enabled. */
export async function needsTableZeroAloneToEnable(fields: VppFields, vpp: VppCaller): Promise<string | undefined> {
  return fields.enableDisable === true ? needsTableZeroAlone(fields, vpp) : undefined;
}

/** Of cnat_translation_update: VPP would translate the first packet for ever. What an interface has for an address is not known here. Costs all translations. */
export async function needsNoWayBack({ translation }: VppFields, vpp: VppCaller): Promise<string | undefined> {
  const { vip, ipProto, paths = [] } = (translation ?? {}) as VppFields;
  const ends = [vip, ...(paths as readonly VppFields[]).map(({ dstEp }) => dstEp)] as readonly Partial<CnatEndpoint>[];
  if (ends.some((end) => end?.addr === undefined || end.swIfIndex !== NO_INTERFACE)) {
    return "an end is the address of an interface, or none";
  }
  const [virtual, ...backends] = (ends as readonly CnatEndpoint[]).map(plainEnd);
  const wanted = endOf(virtual!.address, virtual!.port);
  const ways = new Map<string, readonly End[]>();
  for await (const { translation: other } of vpp.dump(CnatTranslationDump)) {
    if (other.ipProto !== ipProto) continue;
    const { address, port } = plainEnd(other.vip);
    ways.set(
      endOf(address, port),
      other.paths.map(({ dstEp }) => plainEnd(dstEp)),
    );
  }
  const isBack = backends.some((first) =>
    leadsTo(wanted, first, (end) => ways.get(endOf(end.address, end.port)) ?? []),
  );
  return isBack ? `a backend leads back to ${wanted}` : undefined;
}

function plainEnd({ addr, port }: CnatEndpoint): End {
  return { address: formatAddress(addr), port: String(port) };
}
