import { HwInterfaceSetMtu, MtuProto, SwInterfaceDump, SwInterfaceSetMtu } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { goneIsFine } from "../vpp-answers.js";
import {
  type InterfaceKey,
  interfaceDetails,
  interfaceKeys,
  interfacePath,
  interfaces,
  listInterfaces,
} from "./interface.js";

interface Value {
  readonly "sweetcomb-interfaces:link-mtu"?: number;
  readonly "sweetcomb-interfaces:packet-mtu"?: number;
  readonly "ietf-ip:ipv4"?: { readonly mtu?: number };
  readonly "ietf-ip:ipv6"?: { readonly mtu?: number };
}

/** What VPP gives every device. */
const DEFAULT_LINK_MTU = 9000;

/**
 * The MTUs of an interface: of the device, and of packets of any protocol, of IPv4 and of IPv6. They are one object because
 * VPP sets those of packets in one message, and a change of the device's may cut them.
 */
export const interfaceMtu = defineTranslator<InterfaceKey, Value>({
  name: "interface-mtu",
  path: interfacePath,
  keys: interfaceKeys,
  leafs: ["sweetcomb-interfaces:link-mtu", "sweetcomb-interfaces:packet-mtu", "ietf-ip:ipv4/mtu", "ietf-ip:ipv6/mtu"],
  messages: [HwInterfaceSetMtu, SwInterfaceSetMtu, SwInterfaceDump],
  partOf: ({ key }) => interfaces.at(key),
  create: (context, { key, value }) => setMtus(context, key, value, {}),
  update: (context, { key, value }, before) => setMtus(context, key, value, before),
  delete: (context, { key, value }) => goneIsFine(setMtus(context, key, {}, value)),
  async *dump(context) {
    for (const { details, name } of (await listInterfaces(context)).values()) {
      yield { key: { name }, value: mtusOf(details) };
    }
  },
  chosenByVpp: ["sweetcomb-interfaces:link-mtu", "sweetcomb-interfaces:packet-mtu"],
});

/** What is not configured goes back to VPP's default: the link's MTU for all packets, and that (0) for each protocol. */
async function setMtus(context: TranslatorContext, key: InterfaceKey, value: Value, before: Value): Promise<void> {
  const { vpp } = context;
  const swIfIndex = context.handleOf(interfaces.at(key));
  const link = value["sweetcomb-interfaces:link-mtu"];
  if (link !== before["sweetcomb-interfaces:link-mtu"]) {
    await vpp.call(HwInterfaceSetMtu, { swIfIndex, mtu: link ?? DEFAULT_LINK_MTU });
  }
  const packet = value["sweetcomb-interfaces:packet-mtu"] ?? (await interfaceDetails(context, swIfIndex))?.linkMtu ?? 0;
  const mtu = [packet, value["ietf-ip:ipv4"]?.mtu ?? 0, value["ietf-ip:ipv6"]?.mtu ?? 0, 0];
  await vpp.call(SwInterfaceSetMtu, { swIfIndex, mtu });
}

function mtusOf({ linkMtu, mtu }: { readonly linkMtu: number; readonly mtu: readonly number[] }): Value {
  const packet = mtu[MtuProto.MTU_PROTO_API_L3] ?? 0;
  const ip4 = mtu[MtuProto.MTU_PROTO_API_IP4] ?? 0;
  const ip6 = mtu[MtuProto.MTU_PROTO_API_IP6] ?? 0;
  return {
    ...(linkMtu !== 0 && { "sweetcomb-interfaces:link-mtu": linkMtu }),
    ...(packet !== 0 && { "sweetcomb-interfaces:packet-mtu": packet }),
    ...(ip4 !== 0 && { "ietf-ip:ipv4": { mtu: ip4 } }),
    ...(ip6 !== 0 && { "ietf-ip:ipv6": { mtu: ip6 } }),
  };
}
