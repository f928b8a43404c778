/** What is sent into policies. VPP crashes on a prefix in a table that is not there. */

import { SrSteer, SrSteeringAddDel, SrSteeringPolDump } from "vpp-binapi-ts/api";
import { defineTranslator, type Entry, type TranslatorContext } from "../../src/southbound/translator.js";
import { interfaces } from "../interfaces/interface.js";
import { type Family, familyOf, formatIp6, formatPrefix, ip6Bytes, prefix } from "../ip/addresses.js";
import { functionsBefore, setFunctionsAgain } from "../l2/functions-again.js";
import { defaultVrf, ipTables, tableDependency, tableIdOf, vrfOfTable } from "../routing/ip-table.js";
import { refuseLoopWithout, refusePolicyLoop } from "../routing/tunnel-loops.js";
import {
  policies,
  type SteeredInterfaceKey,
  type SteeredPrefixKey,
  steeredInterfaces,
  steeredPrefixes,
} from "./kinds.js";
import { refuseSteeredLoop, steeredMark } from "./steered-loop.js";

interface Value {
  readonly policy: string;
}

const path = "/sweetcomb-srv6:srv6/steering";
const trafficTypes = { ipv4: SrSteer.SR_STEER_API_IPV4, ipv6: SrSteer.SR_STEER_API_IPV6 } as const;

/** Packets to a prefix into a policy. */
export const steeredPrefix = defineTranslator<SteeredPrefixKey, Value>({
  name: steeredPrefixes.name,
  kind: steeredPrefixes,
  path: `${path}/prefix`,
  keys: { vrf: "prefix/vrf", prefix: "prefix/prefix" },
  leafs: ["policy"],
  messages: [SrSteeringAddDel, SrSteeringPolDump],
  dependsOn: ({ key, value }) => [
    policies.at({ bindingSid: value.policy }),
    ...tableDependency(familyOf(key.prefix), key.vrf),
  ],
  marks: ({ key }) => [steeredMark(key)],
  validateTogether: ({ value }, objects) =>
    refuseSteeredLoop(value.policy, "policy", objects) ?? refusePolicyLoop(value.policy, "policy", objects),
  validateRemoval: ({ key }, objects) =>
    refuseLoopWithout(key.prefix, key.vrf === defaultVrf ? undefined : key.vrf, objects),
  create: (context, entry) => steerPrefix(context, entry, false),
  update: "recreate",
  delete: (context, entry) => steerPrefix(context, entry, true),
  reads: [ipTables.ipv4, ipTables.ipv6],
  async *dump(context) {
    for await (const steered of context.vpp.dump(SrSteeringPolDump)) {
      const family = familyOfTraffic(steered.trafficType);
      const vrf = family && vrfOfTable(context, family, steered.fibTable);
      if (vrf === undefined) continue;
      yield { key: { vrf, prefix: formatPrefix(steered.prefix) }, value: { policy: formatIp6(steered.bsid) } };
    }
  },
});

/** Frames that an interface receives into a policy. */
export const steeredInterface = defineTranslator<SteeredInterfaceKey, Value>({
  name: steeredInterfaces.name,
  kind: steeredInterfaces,
  path: `${path}/interface`,
  keys: { interface: "interface/interface" },
  leafs: ["policy"],
  messages: [SrSteeringAddDel, SrSteeringPolDump],
  dependsOn: ({ key, value }) => [policies.at({ bindingSid: value.policy }), interfaces.at({ name: key.interface })],
  after: ({ key }) => functionsBefore({ name: key.interface }),
  async create(context, entry) {
    // The interface is in layer 2 while it is steered.
    await setFunctionsAgain(context, { name: entry.key.interface });
    await steerInterface(context, entry, false);
  },
  update: "recreate",
  delete: (context, entry) => steerInterface(context, entry, true),
  reads: [interfaces],
  async *dump({ vpp, keyOf }) {
    for await (const { trafficType, swIfIndex, bsid } of vpp.dump(SrSteeringPolDump)) {
      const name = trafficType === SrSteer.SR_STEER_API_L2 ? keyOf(interfaces, swIfIndex)?.name : undefined;
      if (name !== undefined) yield { key: { interface: name }, value: { policy: formatIp6(bsid) } };
    }
  },
});

async function steerPrefix(
  context: TranslatorContext,
  { key, value }: Entry<SteeredPrefixKey, Value>,
  isDel: boolean,
): Promise<void> {
  const family = familyOf(key.prefix);
  await context.vpp.call(SrSteeringAddDel, {
    isDel,
    bsidAddr: ip6Bytes(value.policy),
    tableId: tableIdOf(context, family, key.vrf),
    prefix: prefix(key.prefix),
    trafficType: trafficTypes[family],
  });
}

async function steerInterface(
  { vpp, handleOf }: TranslatorContext,
  { key, value }: Entry<SteeredInterfaceKey, Value>,
  isDel: boolean,
): Promise<void> {
  const swIfIndex = handleOf(interfaces.at({ name: key.interface }));
  const trafficType = SrSteer.SR_STEER_API_L2;
  await vpp.call(SrSteeringAddDel, { isDel, bsidAddr: ip6Bytes(value.policy), swIfIndex, trafficType });
}

function familyOfTraffic(trafficType: SrSteer): Family | undefined {
  if (trafficType === SrSteer.SR_STEER_API_IPV4) return "ipv4";
  return trafficType === SrSteer.SR_STEER_API_IPV6 ? "ipv6" : undefined;
}
