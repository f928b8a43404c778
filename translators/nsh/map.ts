import { NshAddDelMap, type NshMapDetails, NshMapDump } from "vpp-binapi-ts/api";
import {
  defineTranslator,
  type Entry,
  NotSupportedByVpp,
  type TranslatorContext,
} from "../../src/southbound/translator.js";
import { interfaces, NO_INTERFACE } from "../interfaces/interface.js";
import { goneIsFine } from "../vpp-answers.js";
import { refuseLostTunnel, refuseWrongTunnel } from "./kept-tunnels.js";
import { type PathKey, pathKey, pathNumber } from "./path-number.js";

type TunnelLeaf = keyof typeof tunnelNodes;

interface Value extends Readonly<Partial<Record<TunnelLeaf, string>>> {
  readonly action?: keyof typeof actions;
  readonly "mapped-service-path"?: number;
  readonly "mapped-service-index"?: number;
  readonly local?: { readonly interface: string; readonly "receiving-interface": string };
}

const actions = { swap: 0, push: 1, pop: 2 } as const;

/** Nodes of VPP's graph to which a map sends (NSH_NODE_NEXT of nsh.h). */
const tunnelNodes = {
  "gre-interface": 1,
  "gre-ipv6-interface": 2,
  "vxlan-gpe-interface": 3,
  "vxlan-interface": 4,
  "vxlan-ipv6-interface": 5,
  "lisp-gpe-interface": 7,
} as const;
const tunnelLeafs = Object.keys(tunnelNodes) as readonly TunnelLeaf[];
const LOCAL_NODE = 6;

/** Nodes for which VPP keeps, beside the map, what comes back by the tunnel: one map for each tunnel. */
const proxyNodes: readonly number[] = [tunnelNodes["vxlan-interface"], tunnelNodes["vxlan-ipv6-interface"]];

/** nsh_input changes the receiving interface for metadata of type 2 only, and whoever sends the packet chooses the type. */
const NO_FRAME =
  "VPP 26.06 would take the packets for frames of the tunnel that they came by, which is no Ethernet, and end with the second one";

const NO_HEADER = 0xffff_ffff;
const ALL = 0xffff_ffff;

/** What is done with packets that carry a header. */
export const nshMap = defineTranslator<PathKey, Value>({
  name: "nsh-map",
  path: "/sweetcomb-nsh:nsh/map",
  keys: { path: "map/service-path", index: "map/service-index" },
  leafs: ["action", "mapped-service-path", "mapped-service-index", "local", ...tunnelLeafs],
  messages: [NshAddDelMap, NshMapDump],
  validate: ({ value }) =>
    value.local === undefined ? undefined : { leaf: "local", tag: "operation-not-supported", message: NO_FRAME },
  dependsOn: ({ value }) => interfacesOf(value).map((name) => interfaces.at({ name })),
  async create(context, entry) {
    await refuseWrongTunnel(context);
    await refuseSecondProxy(context, entry);
    await addOrDelete(context, entry, true);
  },
  async update(context, entry, before) {
    await refuseLostTunnel(context);
    await refuseSecondProxy(context, entry);
    await addOrDelete(context, { key: entry.key, value: before }, false);
    try {
      await addOrDelete(context, entry, true);
    } catch (refusal) {
      await addOrDelete(context, { key: entry.key, value: before }, true);
      throw refusal;
    }
  },
  delete: (context, entry) => goneIsFine(addOrDelete(context, entry, false)),
  reads: [interfaces],
  async *dump(context) {
    for await (const details of context.vpp.dump(NshMapDump, { mapIndex: ALL })) {
      const value = shownValue(context, details);
      if (value !== undefined) yield { key: pathKey(details.nspNsi), value };
    }
  },
});

/** VPP would keep such a map, and yet say that it failed. */
async function refuseSecondProxy(context: TranslatorContext, { key, value }: Entry<PathKey, Value>): Promise<void> {
  const { nextNode, swIfIndex } = encapsulation(context, value);
  if (!proxyNodes.includes(nextNode)) return;
  for await (const other of context.vpp.dump(NshMapDump, { mapIndex: ALL })) {
    if (other.nextNode !== nextNode || other.swIfIndex !== swIfIndex) continue;
    if (other.nspNsi === pathNumber(key.path, key.index)) continue;
    const leaf = tunnelLeafs.find((name) => tunnelNodes[name] === nextNode)!;
    const { path, index } = pathKey(other.nspNsi);
    throw new NotSupportedByVpp(leaf, `VPP still has a map with this tunnel, that of path ${path} and index ${index}`);
  }
}

async function addOrDelete(context: TranslatorContext, { key, value }: Entry<PathKey, Value>, isAdd: boolean) {
  const { "mapped-service-path": path, "mapped-service-index": index } = value;
  await context.vpp.call(NshAddDelMap, {
    isAdd,
    nspNsi: pathNumber(key.path, key.index),
    mappedNspNsi: path === undefined || index === undefined ? NO_HEADER : pathNumber(path, index),
    nshAction: actions[value.action ?? "swap"],
    ...encapsulation(context, value),
  });
}

function encapsulation({ handleOf }: TranslatorContext, value: Value) {
  const [swIfIndex = NO_INTERFACE, rxSwIfIndex = NO_INTERFACE] = interfacesOf(value).map((name) =>
    handleOf(interfaces.at({ name })),
  );
  const leaf = tunnelLeafs.find((name) => value[name] !== undefined);
  return { nextNode: leaf === undefined ? LOCAL_NODE : tunnelNodes[leaf], swIfIndex, rxSwIfIndex };
}

/** The one by which packets leave, then the one by which they seem to have come. */
function interfacesOf({ local, ...value }: Value): readonly string[] {
  if (local !== undefined) return [local.interface, local["receiving-interface"]];
  return tunnelLeafs.flatMap((leaf) => value[leaf] ?? []);
}

/** undefined where VPP sends packets to where YANG cannot say. */
function shownValue({ keyOf }: TranslatorContext, details: NshMapDetails): Value | undefined {
  const action = (Object.keys(actions) as (keyof typeof actions)[]).find((name) => actions[name] === details.nshAction);
  const name = keyOf(interfaces, details.swIfIndex)?.name;
  if (action === undefined || name === undefined) return undefined;
  const { path, index } = pathKey(details.mappedNspNsi);
  const common = {
    action,
    ...(details.mappedNspNsi !== NO_HEADER && {
      "mapped-service-path": Number(path),
      "mapped-service-index": Number(index),
    }),
  };
  const leaf = tunnelLeafs.find((each) => tunnelNodes[each] === details.nextNode);
  if (leaf !== undefined) return { ...common, [leaf]: name };
  const receiving = keyOf(interfaces, details.rxSwIfIndex)?.name;
  if (details.nextNode !== LOCAL_NODE || receiving === undefined) return undefined;
  return { ...common, local: { interface: name, "receiving-interface": receiving } };
}
