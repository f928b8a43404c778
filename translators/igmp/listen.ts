import { FilterMode, IgmpDump, IgmpListen } from "vpp-binapi-ts/api";
import { absent, defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { ip4Bytes } from "../ip/addresses.js";
import { type IgmpKey, igmpInterface, igmpPath } from "./interface.js";
import { isLinkUp } from "./link.js";
import { ANY_SOURCE, groupsByInterface, groupsOf } from "./members.js";
import { proxyDevices } from "./proxy-device.js";
import { shownInterfaces } from "./shown-config.js";

type Key = IgmpKey & { readonly group: string };

interface Value {
  readonly source?: readonly string[];
}

/**
 * A group that VPP wants as a host, which waits until the link is up, since a report is sent at once. It is left with an empty
 * list of sources. VPP changes the sources in place, but a link may go down before that.
 */
export const igmpListen = defineTranslator<Key, Value>({
  name: "igmp-listen",
  path: `${igmpPath}/listen`,
  keys: { interface: "interface/name", group: "listen/group" },
  leafs: ["source"],
  when: () => true,
  messages: [IgmpListen, IgmpDump],
  dependsOn: ({ key }) => [igmpInterface.at({ interface: key.interface })],
  async create(context, { key, value }) {
    const swIfIndex = indexOf(context, key);
    if (!(await isLinkUp(context, swIfIndex)) || !(await areProxiesConnected(context))) return absent;
    await listen(context, key, value);
    return undefined;
  },
  update: "recreate",
  isCarried: (context, { key }) => isWanted(context, key),
  async delete(context, { key }) {
    // To VPP, leaving a group that is not there means to make one without sources, which it never shows.
    // IGMP itself goes with the link, and the groups with it.
    if (!(await isLinkUp(context, indexOf(context, key)))) return;
    if (await isWanted(context, key)) await listen(context, key, undefined);
  },
  reads: [interfaces],
  async *dump(context) {
    const groups = await groupsByInterface(context);
    for (const shown of await shownInterfaces(context)) {
      // The groups of a router are those of its hosts, and so are those upstream of a proxy device.
      if (shown.mode !== "host" || shown.proxyTableId !== undefined) continue;
      for (const { group, sources } of groups.get(shown.swIfIndex) ?? []) {
        const wanted = sources.filter((source) => source !== ANY_SOURCE);
        yield { key: { interface: shown.interface, group }, value: wanted.length === 0 ? {} : { source: wanted } };
      }
    }
  },
  matches: ({ source: configured = [] }, { source: dumped = [] }) =>
    [...configured].sort().join() === [...dumped].sort().join(),
});

async function isWanted(context: TranslatorContext, key: Key): Promise<boolean> {
  const groups = await groupsOf(context, indexOf(context, key));
  return groups.some(({ group }) => group === key.group);
}

/** What is reported on one interface may come back on another, and go on to the upstream one of a proxy device. */
function areProxiesConnected(context: TranslatorContext): Promise<boolean> {
  return context.together("upstream links of proxies", async () => {
    const upstreams = Array.from(context.handles(proxyDevices), ([, upstream]) => isLinkUp(context, upstream));
    return (await Promise.all(upstreams)).every((isUp) => isUp);
  });
}

function indexOf({ handleOf }: TranslatorContext, key: Key): number {
  return handleOf(interfaces.at({ name: key.interface }));
}

/** Everybody's packets are wanted by excluding nobody's, for which VPP knows the source 0.0.0.0. */
async function listen(context: TranslatorContext, key: Key, value: Value | undefined): Promise<void> {
  const sources = value === undefined ? [] : (value.source ?? [ANY_SOURCE]);
  const filter = value !== undefined && value.source === undefined ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
  const group = {
    filter,
    swIfIndex: indexOf(context, key),
    gaddr: ip4Bytes(key.group),
    saddrs: sources.map(ip4Bytes),
  };
  await context.vpp.call(IgmpListen, { group });
}
