import { IgmpDump } from "vpp-binapi-ts/api";
import { NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { tooManyToForget } from "../../src/vpp-limits/forgotten-groups.js";
import { NO_INTERFACE } from "../interfaces/interface.js";
import { formatIp4 } from "../ip/addresses.js";

/** What VPP says for any source. */
export const ANY_SOURCE = "0.0.0.0";

export interface Group {
  readonly group: string;
  /** In order, ANY_SOURCE among them. */
  readonly sources: readonly string[];
}

/** With more VPP ends soon. With fewer it may still end, but a router could not be taken away any more where it is let forget one group only. */
const FORGETTABLE = 24;

/** The groups of all interfaces by sw_if_index, asked for once in a run of dumps (igmp_dump). */
export function groupsByInterface(context: TranslatorContext): Promise<ReadonlyMap<number, readonly Group[]>> {
  return context.oncePerRun("igmp-groups", () => askForGroups(context, NO_INTERFACE));
}

/** Throws NotSupportedByVpp before VPP forgets so many groups of an interface at once that it would end. */
export async function refuseToForgetMany({ vpp }: TranslatorContext, swIfIndex: number, leaf: string): Promise<void> {
  const groups = await tooManyToForget(vpp, swIfIndex, FORGETTABLE);
  if (groups === undefined) return;
  const advice = "take its hosts away, or deny their reports, and wait until few are left";
  throw new NotSupportedByVpp(
    leaf,
    `VPP would end when it forgets the ${groups} groups of this interface at once: ${advice}`,
  );
}

/** The groups of one interface as they are now. */
export async function groupsOf(context: TranslatorContext, swIfIndex: number): Promise<readonly Group[]> {
  return (await askForGroups(context, swIfIndex)).get(swIfIndex) ?? [];
}

async function askForGroups({ vpp }: TranslatorContext, swIfIndex: number) {
  const sources = new Map<number, Map<string, string[]>>();
  for await (const shown of vpp.dump(IgmpDump, { swIfIndex })) {
    const groups = sources.get(shown.swIfIndex) ?? new Map<string, string[]>();
    sources.set(shown.swIfIndex, groups);
    const group = formatIp4(shown.gaddr);
    groups.set(group, [...(groups.get(group) ?? []), formatIp4(shown.saddr)]);
  }
  return new Map(
    Array.from(sources, ([index, groups]) => [
      index,
      Array.from(groups, ([group, list]): Group => ({ group, sources: list.sort() })),
    ]),
  );
}
