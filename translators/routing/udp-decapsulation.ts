import { CliInband, UdpDecapAddDel, UdpDecapNextProto } from "vpp-binapi-ts/api";
import { defineTranslator, NotSupportedByVpp, type TranslatorContext } from "../../src/southbound/translator.js";
import { listeningPorts } from "../punt/listening-port.js";

type Key = { readonly family: string; readonly port: string };

type Payload = keyof typeof payloads;

interface Value {
  readonly payload: Payload;
}

/** The payloads with the graph nodes that take them. */
const payloads = {
  ipv4: { nextProto: UdpDecapNextProto.UDP_API_DECAP_PROTO_IP4, node: "ip4-input" },
  ipv6: { nextProto: UdpDecapNextProto.UDP_API_DECAP_PROTO_IP6, node: "ip6-input" },
  mpls: { nextProto: UdpDecapNextProto.UDP_API_DECAP_PROTO_MPLS, node: "mpls-input" },
} as const;

/**
 * A UDP port whose packets VPP takes out of their header. VPP gives a port to the last who asks for it, so one that it listens
 * on is refused. The command line tells who has which.
 */
export const udpDecapsulation = defineTranslator<Key, Value>({
  name: "udp-decapsulation",
  path: "/sweetcomb-routing:udp/decapsulation",
  keys: { family: "decapsulation/address-family", port: "decapsulation/port" },
  leafs: ["payload"],
  messages: [UdpDecapAddDel, CliInband],
  async create(context, { key, value }) {
    const listener = (await listeningPorts(context)).find(({ family, port }) => isAt(key, family, port));
    if (listener !== undefined && listener.node !== payloads[value.payload].node) {
      throw new NotSupportedByVpp("port", `VPP itself listens on UDP port ${key.port} (${listener.node})`);
    }
    await setPort(context, key, value, true);
  },
  update: (context, { key, value }) => setPort(context, key, value, true),
  delete: (context, { key, value }) => setPort(context, key, value, false),
  async *dump(context) {
    for (const { family, port, node } of await listeningPorts(context)) {
      const payload = (Object.keys(payloads) as Payload[]).find((name) => payloads[name].node === node);
      if (payload !== undefined) yield { key: { family, port: String(port) }, value: { payload } };
    }
  },
});

function isAt(key: Key, family: string, port: number): boolean {
  return key.family === family && Number(key.port) === port;
}

async function setPort({ vpp }: TranslatorContext, { family, port }: Key, { payload }: Value, isAdd: boolean) {
  const udpDecap = { isIp4: family === "ipv4" ? 1 : 0, port: Number(port), nextProto: payloads[payload].nextProto };
  await vpp.call(UdpDecapAddDel, { isAdd, udpDecap });
}
