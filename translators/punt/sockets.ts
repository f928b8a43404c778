/**
 * Sockets of programs that get punted packets. They belong to VPP and not to the connection that registered them, so they
 * outlive the program and us. VPP needs `punt { socket ... }` in its start configuration.
 */

import {
  AddressFamily,
  IpProto,
  type Punt,
  PuntSocketDeregister,
  PuntSocketDump,
  PuntSocketRegister,
  PuntType,
} from "vpp-binapi-ts/api";
import { defineTranslator, type TranslatorContext } from "../../src/southbound/translator.js";
import { refuseListeningPort } from "./listening-port.js";
import { puntReasons, reasonNumber } from "./reasons.js";

interface Value {
  readonly socket: string;
}

type PortKey = { readonly family: string; readonly port: string };
type ProtocolKey = { readonly family: string; readonly protocol: string };
type ReasonKey = { readonly reason: string };

const messages = [PuntSocketRegister, PuntSocketDeregister, PuntSocketDump];

const protocols: Readonly<Record<string, IpProto>> = {
  tcp: IpProto.IP_API_PROTO_TCP,
  eigrp: IpProto.IP_API_PROTO_EIGRP,
  ospf: IpProto.IP_API_PROTO_OSPF,
  sctp: IpProto.IP_API_PROTO_SCTP,
};

/** Packets to a UDP port. */
export const portSocket = defineTranslator<PortKey, Value>({
  name: "punt-port-socket",
  path: "/sweetcomb-punt:punt/port-socket",
  keys: { family: "port-socket/address-family", port: "port-socket/port" },
  leafs: ["socket"],
  messages,
  async create(context, { key, value }) {
    await refuseListeningPort(context, key.family, Number(key.port));
    await register(context, portOf(key), value);
  },
  update: (context, { key, value }) => register(context, portOf(key), value),
  delete: (context, { key }) => deregister(context, portOf(key)),
  async *dump({ vpp }) {
    for await (const { punt, pathname } of vpp.dump(PuntSocketDump, { type: PuntType.PUNT_API_TYPE_L4 })) {
      const { l4 } = punt.punt;
      if (l4?.protocol !== IpProto.IP_API_PROTO_UDP) continue;
      yield { key: { family: familyName(l4.af), port: String(l4.port) }, value: { socket: pathname } };
    }
  },
});

/** Packets of an IP protocol. */
export const protocolSocket = defineTranslator<ProtocolKey, Value>({
  name: "punt-protocol-socket",
  path: "/sweetcomb-punt:punt/protocol-socket",
  keys: { family: "protocol-socket/address-family", protocol: "protocol-socket/protocol" },
  leafs: ["socket"],
  messages,
  create: (context, { key, value }) => register(context, protocolOf(key), value),
  update: (context, { key, value }) => register(context, protocolOf(key), value),
  delete: (context, { key }) => deregister(context, protocolOf(key)),
  async *dump({ vpp }) {
    for await (const { punt, pathname } of vpp.dump(PuntSocketDump, { type: PuntType.PUNT_API_TYPE_IP_PROTO })) {
      const { ipProto } = punt.punt;
      const protocol = Object.keys(protocols).find((name) => protocols[name] === ipProto?.protocol);
      if (ipProto === undefined || protocol === undefined) continue;
      yield { key: { family: familyName(ipProto.af), protocol }, value: { socket: pathname } };
    }
  },
});

/** Packets that a feature of VPP gave up on for some reason. */
export const reasonSocket = defineTranslator<ReasonKey, Value>({
  name: "punt-reason-socket",
  path: "/sweetcomb-punt:punt/reason-socket",
  keys: { reason: "reason-socket/reason" },
  leafs: ["socket"],
  messages,
  create: async (context, { key, value }) => register(context, await reasonOf(context, key), value),
  update: async (context, { key, value }) => register(context, await reasonOf(context, key), value),
  delete: async (context, { key }) => deregister(context, await reasonOf(context, key)),
  async *dump(context) {
    const names = await puntReasons(context);
    const asked = { type: PuntType.PUNT_API_TYPE_EXCEPTION };
    for await (const { punt, pathname } of context.vpp.dump(PuntSocketDump, asked)) {
      const reason = names.get(punt.punt.exception?.id ?? 0);
      if (reason !== undefined) yield { key: { reason }, value: { socket: pathname } };
    }
  },
});

/** Version of the header that VPP puts before each packet. */
const HEADER_VERSION = 1;

async function register({ vpp }: TranslatorContext, punt: Punt, { socket }: Value): Promise<void> {
  await vpp.call(PuntSocketRegister, { headerVersion: HEADER_VERSION, punt, pathname: socket });
}

async function deregister({ vpp }: TranslatorContext, punt: Punt): Promise<void> {
  await vpp.call(PuntSocketDeregister, { punt });
}

function portOf({ family, port }: PortKey): Punt {
  const l4 = { af: familyNumber(family), protocol: IpProto.IP_API_PROTO_UDP, port: Number(port) };
  return { type: PuntType.PUNT_API_TYPE_L4, punt: { l4 } };
}

function protocolOf({ family, protocol }: ProtocolKey): Punt {
  const ipProto = { af: familyNumber(family), protocol: protocols[protocol]! };
  return { type: PuntType.PUNT_API_TYPE_IP_PROTO, punt: { ipProto } };
}

async function reasonOf(context: TranslatorContext, { reason }: ReasonKey): Promise<Punt> {
  const id = await reasonNumber(context, reason);
  return { type: PuntType.PUNT_API_TYPE_EXCEPTION, punt: { exception: { id } } };
}

function familyNumber(family: string): AddressFamily {
  return family === "ipv6" ? AddressFamily.ADDRESS_IP6 : AddressFamily.ADDRESS_IP4;
}

function familyName(af: AddressFamily): string {
  return af === AddressFamily.ADDRESS_IP6 ? "ipv6" : "ipv4";
}
