import { CliInband, IgmpDump, IgmpEnableDisable } from "vpp-binapi-ts/api";
import {
  absent,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { enabledInterfaces } from "../interfaces/enabled.js";
import { interfaceDetails, interfacePath, interfaces } from "../interfaces/interface.js";
import { speaksToGroups } from "../interfaces/withheld-numbers.js";
import { interfaceVrfs } from "../ip/interface-vrf.js";
import { l2Attachments } from "../l2/attachment.js";
import { goneIsFine, toleratedIs } from "../vpp-answers.js";
import { isLinkUp } from "./link.js";
import { ANY_SOURCE, groupsByInterface, refuseToForgetMany } from "./members.js";
import { shownInterfaces } from "./shown-config.js";
import { sendsToGroups } from "./way-to-groups.js";

export type IgmpKey = { readonly interface: string };

interface Value {
  readonly mode?: "host" | "router";
}

export const igmpPath = `${interfacePath}/sweetcomb-igmp:igmp`;

/** What sends to itself: VPP 26.06 dies of an IGMP message of its own that it receives. */
const mirrors: ReadonlySet<string> = new Set(["Loopback", "Pipe"]);

/**
 * IGMP on an interface, which waits until the link is up and goes when it is down: VPP forgets the groups then, stops asking for good,
 * and dies when a proxy device reports into it. VPP shows it on the command line alone.
 */
export const igmpInterface = defineTranslator<IgmpKey, Value>({
  name: "igmp-interface",
  path: igmpPath,
  keys: { interface: "interface/name" },
  leafs: ["mode"],
  when: () => true,
  messages: [IgmpEnableDisable, IgmpDump, CliInband],
  dependsOn: ({ key: { interface: name } }) => [
    interfaces.at({ name }),
    interfaceVrfs.ipv4.at({ name }),
    enabledInterfaces.at({ name }),
  ],
  // A loopback only speaks to others while it is the BVI of a bridge domain.
  after: ({ key: { interface: name } }) => [l2Attachments.at({ name })],
  async create(context, entry) {
    const swIfIndex = context.handleOf(interfaces.at({ name: entry.key.interface }));
    await refuseWhatVppDiesOf(context, swIfIndex);
    if (!(await isLinkUp(context, swIfIndex))) return absent;
    await makeRoomForTraces(context);
    await speaksToGroups(context);
    await enableOrDisable(context, entry, true);
    return swIfIndex;
  },
  update: "recreate",
  async isCarried(context, { key: { interface: name }, value }) {
    if (!(await isLinkUp(context, context.handleOf(interfaces.at({ name }))))) return false;
    // The link may have been down for a moment, after which VPP does not ask any more.
    return (
      value.mode === "host" ||
      (await shownInterfaces(context)).some((shown) => shown.interface === name && shown.isQuerying)
    );
  },
  async delete(context, entry) {
    await refuseToForgetMany(context, context.handleOf(interfaces.at({ name: entry.key.interface })), "mode");
    // VPP's word for an interface without IGMP.
    await goneIsFine(enableOrDisable(context, entry, false), "UNSPECIFIED");
  },
  reads: [interfaces],
  async *dump(context) {
    const groups = await groupsByInterface(context);
    for (const { interface: name, swIfIndex, mode, isQuerying, isLinkUp: hasLink } of await shownInterfaces(context)) {
      // What has no link, and a router that has stopped asking, is not one; a comparison finds that, and repair makes it anew.
      const isOne = (hasLink && (mode === "host" || isQuerying)) || context.showsState;
      yield {
        key: { interface: name },
        value: isOne ? { mode } : {},
        handle: swIfIndex,
        state: {
          group: (groups.get(swIfIndex) ?? []).map(({ group, sources }) => ({
            address: group,
            source: sources.map((source) => (source === ANY_SOURCE ? "*" : source)),
          })),
          ...(mode === "router" && { querying: isQuerying }),
        },
      };
    }
  },
});

/**
 * IGMP messages say that they are traced, and VPP 26.06 dies when it writes a trace before its room was made, which the command
 * line does at the first `trace add`, whatever is wrong with it. Nothing is traced by that.
 */
async function makeRoomForTraces({ vpp }: TranslatorContext): Promise<void> {
  await toleratedIs("UNSPECIFIED", vpp.call(CliInband, { cmd: "trace add nothing" }));
}

/** The model knows the type of an interface, but not that of the one that a sub-interface is on, nor who had its number before. */
async function refuseWhatVppDiesOf(context: TranslatorContext, swIfIndex: number): Promise<void> {
  const details = await interfaceDetails(context, swIfIndex);
  const whole = details && (await interfaceDetails(context, details.supSwIfIndex));
  if (details === undefined || whole === undefined) return;
  const { interfaceName } = whole;
  if (details.supSwIfIndex !== swIfIndex && mirrors.has(whole.interfaceDevType))
    throw new NotSupportedByVpp("mode", `${interfaceName} gives VPP its own IGMP messages back, of which it dies`);
  if (await sendsToGroups(context, details, whole)) return;
  const message = `${details.interfaceName} has the number of one that spoke IGMP or VRRP. VPP would send to groups where that one did, and die; it forgets when it starts anew`;
  throw new NotSupportedByVpp("mode", message);
}

async function enableOrDisable(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<IgmpKey, Value>,
  enable: boolean,
): Promise<void> {
  const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
  await vpp.call(IgmpEnableDisable, { enable, mode: value.mode === "host" ? 1 : 0, swIfIndex });
}
