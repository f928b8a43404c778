import { CliInband, IgmpProxyDeviceAddDel, IgmpProxyDeviceAddDelInterface } from "vpp-binapi-ts/api";
import {
  absent,
  defineKind,
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { hasCode, saysGone } from "../vpp-answers.js";
import { igmpInterface } from "./interface.js";
import { isLinkUp } from "./link.js";
import { refuseToForgetMany } from "./members.js";
import { shownInterfaces } from "./shown-config.js";

type ProxyKey = { readonly vrf: string };
type DownstreamKey = ProxyKey & { readonly interface: string };

interface Value {
  readonly "upstream-interface": string;
}

/** Their index is that of the upstream interface. */
export const proxyDevices = defineKind<ProxyKey>("igmp-proxy-device", ["vrf"]);
const proxyPath = "/sweetcomb-igmp:igmp/proxy-device";

/** VPP keeps a place for each number up to that of the table: with a large one it runs out of memory. */
const largestTableId = 65_535;

/** A proxy device, without its downstream interfaces. It waits for the upstream link, as what they report would not get out. */
export const igmpProxyDevice = defineTranslator<ProxyKey, Value>({
  name: proxyDevices.name,
  kind: proxyDevices,
  path: proxyPath,
  keys: { vrf: "proxy-device/vrf" },
  leafs: ["upstream-interface"],
  messages: [IgmpProxyDeviceAddDel, CliInband],
  dependsOn: ({ key, value }) => [
    ...tableDependency("ipv4", key.vrf),
    igmpInterface.at({ interface: value["upstream-interface"] }),
  ],
  async create(context, entry) {
    const upstream = upstreamOf(context, entry.value);
    if (!(await isLinkUp(context, upstream))) return absent;
    await addOrDelete(context, entry, true);
    return upstream;
  },
  update: "recreate",
  async delete(context, entry) {
    await refuseToForgetMany(context, upstreamOf(context, entry.value), "upstream-interface");
    await notThereIsFine(addOrDelete(context, entry, false));
  },
  reads: [interfaces, ipTables.ipv4],
  async *dump(context) {
    for (const { interface: name, vrf, mode, swIfIndex } of await inProxyDevices(context)) {
      if (mode === "host") yield { key: { vrf }, value: { "upstream-interface": name }, handle: swIfIndex };
    }
  },
});

/** An interface of a proxy device with hosts. It leaves before it changes its VRF: VPP would never finish to delete the device. */
export const igmpProxyDownstream = defineTranslator<DownstreamKey, Record<never, never>>({
  name: "igmp-proxy-downstream",
  path: `${proxyPath}/downstream-interface`,
  keys: { vrf: "proxy-device/vrf", interface: "downstream-interface/interface" },
  leafs: [],
  when: () => true,
  messages: [IgmpProxyDeviceAddDelInterface, CliInband],
  dependsOn: ({ key }) => [proxyDevices.at({ vrf: key.vrf }), igmpInterface.at({ interface: key.interface })],
  async create(context, { key }) {
    if (!(await isLinkUp(context, context.handleOf(proxyDevices.at({ vrf: key.vrf }))))) return absent;
    return joinOrLeave(context, key, true);
  },
  update: "recreate",
  delete: (context, { key }) => notThereIsFine(joinOrLeave(context, key, false)),
  reads: [interfaces, ipTables.ipv4],
  async *dump(context) {
    for (const { interface: name, vrf, mode } of await inProxyDevices(context)) {
      if (mode === "router") yield { key: { vrf, interface: name }, value: {} };
    }
  },
});

function upstreamOf(context: TranslatorContext, { "upstream-interface": name }: Value): number {
  return context.handleOf(interfaces.at({ name }));
}

async function inProxyDevices(context: TranslatorContext) {
  return (await shownInterfaces(context)).flatMap((shown) => {
    const { proxyTableId } = shown;
    const vrf = proxyTableId === undefined ? undefined : vrfOfTable(context, "ipv4", proxyTableId);
    return vrf === undefined ? [] : [{ ...shown, vrf }];
  });
}

async function addOrDelete(
  context: TranslatorContext,
  { key, value }: Entry<ProxyKey, Value>,
  isAdd: boolean,
): Promise<void> {
  const vrfId = tableIdOf(context, "ipv4", key.vrf);
  if (vrfId > largestTableId) throw new NotSupportedByVpp("vrf", `Table ${vrfId} is above ${largestTableId}`);
  await context.vpp.call(IgmpProxyDeviceAddDel, { add: isAdd ? 1 : 0, vrfId, swIfIndex: upstreamOf(context, value) });
}

async function joinOrLeave(context: TranslatorContext, key: DownstreamKey, add: boolean): Promise<void> {
  const vrfId = tableIdOf(context, "ipv4", key.vrf);
  const swIfIndex = context.handleOf(interfaces.at({ name: key.interface }));
  await context.vpp.call(IgmpProxyDeviceAddDelInterface, { add, vrfId, swIfIndex });
}

/** VPP counts down from -1 for the device, its list and the interface in it, which are codes of other things. */
async function notThereIsFine(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (refusal) {
    if (!saysGone(refusal) && !hasCode(refusal, "UNSPECIFIED", "INVALID_INTERFACE")) throw refusal;
  }
}
