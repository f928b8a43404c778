/** Ports whose packets are punted. VPP does not tell which these are. */

import { AddressFamily, IpProto, PuntType, SetPunt } from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { refuseListeningPort } from "./listening-port.js";

type PortKey = { readonly family: string; readonly port: string };
type UnknownKey = { readonly family: string; readonly protocol: string };

/** Stands for all ports that nothing listens on. */
const UNKNOWN_PORTS = 0xffff;

/** A UDP port. */
export const puntedUdpPort = defineTranslator<PortKey, object>({
  name: "punt-udp-port",
  path: "/sweetcomb-punt:punt/udp-port",
  keys: { family: "udp-port/address-family", port: "udp-port/port" },
  when: () => true,
  messages: [SetPunt],
  async create(context, { key }) {
    await refuseListeningPort(context, key.family, Number(key.port));
    await setPunt(context, key.family, "udp", Number(key.port), true);
  },
  update: "recreate",
  delete: (context, { key }) => setPunt(context, key.family, "udp", Number(key.port), false),
  dump: "unreadable",
});

/** All ports of a protocol that nothing listens on. */
export const puntedUnknownPorts = defineTranslator<UnknownKey, object>({
  name: "punt-unknown-ports",
  path: "/sweetcomb-punt:punt/unknown-port",
  keys: { family: "unknown-port/address-family", protocol: "unknown-port/protocol" },
  when: () => true,
  messages: [SetPunt],
  create: (context, { key }) => setPunt(context, key.family, key.protocol, UNKNOWN_PORTS, true),
  update: "recreate",
  delete: (context, { key }) => setPunt(context, key.family, key.protocol, UNKNOWN_PORTS, false),
  dump: "unreadable",
});

async function setPunt(
  { vpp }: TranslatorContext,
  family: string,
  protocolName: string,
  port: number,
  isAdd: boolean,
): Promise<void> {
  const af = family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4;
  const protocol = protocolName === "tcp" ? IpProto.IP_API_PROTO_TCP : IpProto.IP_API_PROTO_UDP;
  await vpp.call(SetPunt, {
    isAdd,
    punt: { type: PuntType.PUNT_API_TYPE_L4, punt: { l4: { af, protocol, port } } },
  });
}
