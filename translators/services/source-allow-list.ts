import { AdlAllowlistEnableDisable, AdlInterfaceEnableDisable } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { type InterfaceKey, interfaceKeys, interfacePath, interfaces } from "../interfaces/interface.js";
import { tableDependency, tableIdOf } from "../routing/ip-table.js";
import { goneIsFine } from "../vpp-answers.js";

interface AllowList {
  readonly vrf: string;
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
}

interface Value {
  readonly "sweetcomb-services:source-allow-list": AllowList;
}

/** What a request of VPP says about the three kinds of packets: true adds the list, and false takes it away. */
interface Kinds {
  readonly ip4: boolean;
  readonly ip6: boolean;
  /** What is not IP. VPP 26.06 loses such packets with their buffers when it has the list, so it never stays. */
  readonly defaultAdl: boolean;
}

const none: Kinds = { ip4: false, ip6: false, defaultAdl: false };

/**
 * The list of sources from which an interface takes packets (plugin adl).
 *
 * VPP 26.06 forgets where packets of a kind go next when a request takes away a list that is not there, and dies of the next
 * such packet. So each request is preceded by its opposite: what should not be there was added before, and what should be is
 * added to a kind that had forgotten. Meanwhile no packet comes by.
 */
export const sourceAllowList = defineTranslator<InterfaceKey, Value>({
  name: "source-allow-list",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-services:source-allow-list"],
  messages: [AdlAllowlistEnableDisable, AdlInterfaceEnableDisable],
  dependsOn: ({ key, value }) => {
    const { vrf } = value["sweetcomb-services:source-allow-list"];
    return [interfaces.at(key), ...tableDependency("ipv4", vrf), ...tableDependency("ipv6", vrf)];
  },
  async create(context, { key, value }) {
    const list = value["sweetcomb-services:source-allow-list"];
    const { ipv4: ip4 = true, ipv6: ip6 = true } = list;
    await lookAtPackets(context, key, false);
    try {
      await addOrTakeAway(context, key, list, { ip4: !ip4, ip6: !ip6, defaultAdl: true });
      await addOrTakeAway(context, key, list, { ip4, ip6, defaultAdl: false });
      await lookAtPackets(context, key, true);
    } catch (refusal) {
      await addOrTakeAway(context, key, list, none);
      throw refusal;
    }
  },
  update: "recreate",
  async delete(context, { key, value }) {
    await goneIsFine(lookAtPackets(context, key, false));
    await goneIsFine(addOrTakeAway(context, key, value["sweetcomb-services:source-allow-list"], none));
  },
  dump: "unreadable",
});

async function lookAtPackets(
  { vpp, handleOf }: TranslatorContext,
  key: InterfaceKey,
  enableDisable: boolean,
): Promise<void> {
  await vpp.call(AdlInterfaceEnableDisable, { swIfIndex: handleOf(interfaces.at(key)), enableDisable });
}

async function addOrTakeAway(
  context: TranslatorContext,
  key: InterfaceKey,
  { vrf }: AllowList,
  kinds: Kinds,
): Promise<void> {
  await context.vpp.call(AdlAllowlistEnableDisable, {
    swIfIndex: context.handleOf(interfaces.at(key)),
    fibId: tableIdOf(context, "ipv4", vrf),
    ...kinds,
  });
}
